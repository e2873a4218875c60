using System.Security.Cryptography;
using System.Text;
using Holdfast.Agents;
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
    private const string StoppedBy = "stopped-by";

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

    /// <summary>That the agent has been told in a run what a report in its conversation was to tell it: a part of that run, and swept with it.</summary>
    /// <param name="report">The report's item.</param>
    /// <param name="turn">The run.</param>
    public static StoredRecord Known(ItemId report, AgentTurn turn) => KnownKey(report).With("") with { Team = turn.Conversation.Team.Value, User = turn.User, Run = turn.Run };

    /// <summary>Whether the agent has been told what a report is to tell it.</summary>
    public static async ValueTask<bool> IsKnownAsync(this IRecordReader records, ItemId report, CancellationToken cancellationToken) =>
        await records.GetValueAsync(KnownKey(report), cancellationToken) is not null;

    private static RecordKey KnownKey(ItemId report) => new("report_known", report);

    /// <summary>Who stopped a run, for as long as that is kept; what asked for it goes with its end.</summary>
    public static StoredRecord Stopper(RunRecord run, string by) => new RecordKey(StoppedBy, run.Id).With(by) with { Team = ConversationId.TeamOf(run.Conversation), Run = run.Id };

    /// <summary>Who stopped a run; null when nobody is known to have.</summary>
    public static ValueTask<string?> GetStopperAsync(this IRecordReader records, ItemId run, CancellationToken cancellationToken) =>
        records.GetValueAsync(new RecordKey(StoppedBy, run), cancellationToken);

    /// <summary>How long a person's runs are kept.</summary>
    public static RecordKey Retention(string team, string user) => new(RetentionKind, $"{team}/{user}");

    /// <summary>The kind of those.</summary>
    public const string RetentionKind = "retention";
}
