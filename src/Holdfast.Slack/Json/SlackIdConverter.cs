using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Slack.Json;

/// <summary>
/// Reads and writes a wrapped id as a string. Anything else on the wire (null, a number, an object) reads as
/// <c>default</c>: one odd field must not cost the whole payload.
/// </summary>
internal sealed class SlackIdConverter<TId> : JsonConverter<TId> where TId : struct, ISlackId<TId>
{
    public override bool HandleNull => true;

    public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return TId.TryParse(PropertyReading.StringOrNull(ref reader), out var id) ? id : default;
        reader.Skip();
        return default;
    }

    public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);

    public override TId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TId.TryParse(reader.GetString(), out var id) ? id : default;

    public override void WriteAsPropertyName(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.Value);
}
