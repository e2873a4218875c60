using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Records;

namespace Holdfast.Runs;

/// <summary>Turns as a step keeps them for a run that goes on after it.</summary>
/// <param name="Role">Who spoke.</param>
/// <param name="Text">What was said.</param>
/// <param name="Attachments">What came with it, as it is kept beside the text.</param>
/// <param name="Speaker">Which of the people said it.</param>
internal sealed record ReadTurns(string Role, string Text, string? Attachments, Speaker? Speaker)
{
    public static string ToJson(IReadOnlyList<Turn> turns) => JsonSerializer.Serialize(
        [.. turns.Select(turn => new ReadTurns(turn.Role, turn.Content.Text, turn.Content.AttachmentsJson, turn.Speaker))], ReadTurnsJson.Default.ListReadTurns);

    /// <summary>Reads that; nothing for a step that ended in other ways.</summary>
    public static IReadOnlyList<Turn> Of(string? json) => json is null ? [] :
    [
        .. (JsonSerializer.Deserialize(json, ReadTurnsJson.Default.ListReadTurns) ?? [])
            .Select(turn => new Turn(turn.Role, MessageContent.Of(turn.Text, turn.Attachments)) { Speaker = turn.Speaker }),
    ];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(List<ReadTurns>))]
internal sealed partial class ReadTurnsJson : JsonSerializerContext;
