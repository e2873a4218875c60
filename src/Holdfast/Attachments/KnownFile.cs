using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Items;
using Holdfast.Slack;

namespace Holdfast.Attachments;

/// <summary>
/// What is known of a file since it was read. It is kept as long as the conversation is remembered: a question about it tomorrow, a <i>Retry</i> and another worker need
/// not fetch it again. Its pictures are not kept: they are fetched again where they are to be seen again.
/// </summary>
/// <param name="Id">Slack's id of the file.</param>
/// <param name="Text">Its text; null where it has none.</param>
/// <param name="Notes">What is not in it, each as a sentence.</param>
/// <param name="Pictures">How many pictures are in it.</param>
/// <param name="Problem">Why nothing of it could be read, as a sentence; null when something was.</param>
public sealed record KnownFile(string Id, string? Text, IReadOnlyList<string> Notes, int Pictures, string? Problem = null)
{
    /// <summary>The kind of the records. It is stored: never rename it.</summary>
    public const string RecordKind = "file";

    internal static RecordKey KeyOf(TeamId team, string file) => new(RecordKind, $"{team}/{file}");

    /// <summary>It as it is kept.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="now">From when on it is kept for as long as memory is.</param>
    internal StoredRecord ToRecord(TeamId team, DateTimeOffset now) =>
        KeyOf(team, Id).With(JsonSerializer.Serialize(this, KnownFileJson.Default.KnownFile)) with { Team = team.Value, EndedAt = now };

    /// <summary>What was kept; null when it cannot be read: the file is read anew then.</summary>
    internal static KnownFile? Of(StoredRecord? record)
    {
        try
        {
            return record?.Value is { } value ? JsonSerializer.Deserialize(value, KnownFileJson.Default.KnownFile) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(KnownFile))]
internal sealed partial class KnownFileJson : JsonSerializerContext;
