using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Records;

/// <summary>Who said something, and when. Kept with each turn, so that people stay apart and a turn is told to the model in the same words each time.</summary>
/// <param name="Id">Slack's id of them.</param>
public sealed record Speaker(string Id)
{
    /// <summary>What they call themselves, on one line; null where Slack did not tell.</summary>
    public string? Name { get; init; }

    /// <summary>The message in which they said it, as Slack names it; null where it was said in several.</summary>
    public string? Message { get; init; }

    /// <summary>When it was said, in their own zone; null where nobody knows.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The name of that zone, such as <c>Europe/Berlin</c>.</summary>
    public string? Zone { get; init; }

    /// <summary>The speaker as it is kept beside a turn.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, SpeakerJson.Default.Speaker);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">That; null for nobody.</param>
    /// <exception cref="JsonException">It is something else.</exception>
    public static Speaker? Of(string? json) => json is null ? null : JsonSerializer.Deserialize(json, SpeakerJson.Default.Speaker);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Speaker))]
internal sealed partial class SpeakerJson : JsonSerializerContext;
