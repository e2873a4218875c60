using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Slack.Json;

/// <summary>Reads a part of a payload that may have an unexpected shape: it reads as null then, and the rest is kept.</summary>
internal sealed class LooseObjectConverter<T> : JsonConverter<T> where T : class
{
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Loose.Read<T>(ref reader, options);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, Loose.Contract<T>(options));
}

/// <summary>Reads a list of which single entries may have an unexpected shape: they are left out.</summary>
internal sealed class LooseListConverter<T> : JsonConverter<IReadOnlyList<T>> where T : class
{
    // A null must not become the value of a property that is never null.
    public override bool HandleNull => true;

    public override IReadOnlyList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return [];
        }

        var list = new List<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (Loose.Read<T>(ref reader, options) is { } item)
                list.Add(item);
        }

        return list;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<T> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var item in value)
            JsonSerializer.Serialize(writer, item, Loose.Contract<T>(options));
        writer.WriteEndArray();
    }
}

/// <summary>What the loose converters have in common.</summary>
internal static class Loose
{
    internal static T? Read<T>(ref Utf8JsonReader reader, JsonSerializerOptions options) where T : class
    {
        // First the whole value, so that the reader stands behind it whatever happens.
        var raw = JsonElement.ParseValue(ref reader);
        return raw.ValueKind == JsonValueKind.Object ? TolerantJson.TryRead(raw, Contract<T>(options)) : null;
    }

    internal static JsonTypeInfo<T> Contract<T>(JsonSerializerOptions options) => (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
}
