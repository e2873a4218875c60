using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.Interactivity;

/// <summary>Reads the fields of a form one by one, so that one of an unexpected shape does not cost the others.</summary>
internal sealed class ViewStateValuesConverter : JsonConverter<IReadOnlyDictionary<string, IReadOnlyDictionary<string, BlockAction>>>
{
    public override bool HandleNull => true;

    public override IReadOnlyDictionary<string, IReadOnlyDictionary<string, BlockAction>> Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var values = new Dictionary<string, IReadOnlyDictionary<string, BlockAction>>(StringComparer.Ordinal);
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return values;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var blockId = PropertyReading.StringOrNull(ref reader);
            reader.Read();
            var block = ReadBlock(ref reader, options);
            if (blockId is not null)
                values[blockId] = block;
        }

        return values;
    }

    public override void Write(
        Utf8JsonWriter writer, IReadOnlyDictionary<string, IReadOnlyDictionary<string, BlockAction>> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (blockId, block) in value)
        {
            writer.WriteStartObject(blockId);
            foreach (var (actionId, field) in block)
            {
                writer.WritePropertyName(actionId);
                JsonSerializer.Serialize(writer, field, Loose.Contract<BlockAction>(options));
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static Dictionary<string, BlockAction> ReadBlock(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        var block = new Dictionary<string, BlockAction>(StringComparer.Ordinal);
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return block;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var actionId = PropertyReading.StringOrNull(ref reader);
            reader.Read();
            if (Loose.Read<BlockAction>(ref reader, options) is { } field && actionId is not null)
                block[actionId] = field;
        }

        return block;
    }
}
