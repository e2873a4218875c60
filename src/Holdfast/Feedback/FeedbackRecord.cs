using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Items;
using Holdfast.Storage;

namespace Holdfast.Feedback;

/// <summary>What somebody thinks of an answer.</summary>
/// <param name="IsGood">Whether they find it good.</param>
/// <param name="At">When they said so.</param>
internal sealed record FeedbackRecord(bool IsGood, DateTimeOffset At)
{
    /// <summary>The kind of the records. It is stored: never rename it.</summary>
    public const string Kind = "feedback";

    /// <summary>More people than ever judge one answer.</summary>
    private const int MaxOfRun = 1_000;

    /// <summary>As it is kept: a part of the run, with which it goes. Each person has one word about an answer, the last.</summary>
    /// <param name="run">The run that gave it.</param>
    /// <param name="team">The workspace.</param>
    /// <param name="user">Who says so.</param>
    public StoredRecord ToRecord(ItemId run, string team, string user) =>
        KeyOf(run, user).With(JsonSerializer.Serialize(this, FeedbackJson.Default.FeedbackRecord)) with { Team = team, User = user, Run = run };

    /// <summary>What somebody has said of an answer; null while they have not.</summary>
    public static async ValueTask<FeedbackRecord?> FindAsync(IRecordReader records, ItemId run, string user, CancellationToken cancellationToken) =>
        await records.GetValueAsync(KeyOf(run, user), cancellationToken) is { } value ? Read(value) : null;

    /// <summary>What people have said of an answer.</summary>
    public static async ValueTask<IReadOnlyList<FeedbackRecord>> OfRunAsync(IRecordReader records, ItemId run, CancellationToken cancellationToken) =>
        [.. (await records.FindRecordsAsync(new RecordQuery(Kind) { Run = run }, MaxOfRun, cancellationToken)).Select(record => Read(record.Value!))];

    private static RecordKey KeyOf(ItemId run, string user) => new(Kind, $"{run}/{user}");

    private static FeedbackRecord Read(string value) => JsonSerializer.Deserialize(value, FeedbackJson.Default.FeedbackRecord) ?? throw new JsonException("There is nothing in it.");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(FeedbackRecord))]
internal sealed partial class FeedbackJson : JsonSerializerContext;
