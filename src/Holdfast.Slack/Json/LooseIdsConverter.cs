using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Slack.Json;

/// <summary>Reads a list of ids and leaves out what is none; anything but a list reads as null.</summary>
internal sealed class LooseIdsConverter<TId> : JsonConverter<IReadOnlyList<TId>> where TId : struct, ISlackId<TId>
{
    public override IReadOnlyList<TId>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        var ids = new List<TId>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String && TId.TryParse(PropertyReading.StringOrNull(ref reader), out var id))
                ids.Add(id);
            else
                reader.Skip();
        }

        return ids;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<TId> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var id in value)
            writer.WriteStringValue(id.Value);
        writer.WriteEndArray();
    }
}
