using System.Security.Cryptography;
using System.Text;
using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Records;
using Holdfast.Storage;

namespace Holdfast.Runs;

/// <summary>What is kept besides runs themselves.</summary>
internal static class RunRecords
{
    private const string Calls = "call";

    /// <summary>That somebody asked for a run's end.</summary>
    public static StopRequests Stops { get; } = new("stop", isOfRun: true);

    /// <summary>That the question of a run which had no answer was asked to go on, and by whom.</summary>
    public static RecordKey Retry(ItemId run) => new("retry", run);

    /// <summary>The run has no answer, and may be asked to go on, again if it was before.</summary>
    public static Transition MayGoOn(this Transition end, ItemId run) => end with { Records = [.. end.Records, Retry(run).With(null)] };

    /// <summary>That a call of a run was begun which must not be made twice: a part of the run, and swept with it.</summary>
    public static StoredRecord BegunCall(RunRecord run, string call) => new RecordKey(Calls, $"{run.Id}/{NameOf(call)}").With(call) with
    {
        Team = ConversationId.TeamOf(run.Conversation),
        User = run.User,
        Run = run.Id,
    };

    /// <summary>The calls of a run that were begun and must not be made twice.</summary>
    public static async ValueTask<IReadOnlySet<string>> GetBegunCallsAsync(this IRecordReader records, ItemId run, CancellationToken cancellationToken) =>
        (await records.FindRecordsAsync(new RecordQuery(Calls) { Run = run }, int.MaxValue, cancellationToken))
            .Select(record => record.Value!).ToHashSet(StringComparer.Ordinal);

    /// <summary>A provider's ids can be of any length, which the name of a record cannot.</summary>
    private static string NameOf(string call) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(call)));

    /// <summary>How long a person's runs are kept.</summary>
    public static RecordKey Retention(string team, string user) => new(RetentionKind, $"{team}/{user}");

    /// <summary>The kind of those.</summary>
    public const string RetentionKind = "retention";
}
