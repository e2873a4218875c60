using System.Buffers;
using System.Text.Json;

namespace Holdfast.Text;

/// <summary>JSON objects laid over each other.</summary>
internal static class JsonLayers
{
    /// <summary>An object with the properties of both; where both have one, the upper's.</summary>
    public static ReadOnlyMemory<byte> Merge(ReadOnlyMemory<byte> upper, ReadOnlyMemory<byte> lower)
    {
        using var above = JsonDocument.Parse(upper);
        using var below = JsonDocument.Parse(lower);
        var buffer = new ArrayBufferWriter<byte>(upper.Length + lower.Length);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var property in above.RootElement.EnumerateObject())
                Write(writer, property);
            foreach (var property in below.RootElement.EnumerateObject().Where(property => !above.RootElement.TryGetProperty(property.Name, out _)))
                Write(writer, property);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter writer, JsonProperty property)
    {
        writer.WritePropertyName(property.Name);
        writer.WriteRawValue(property.Value.GetRawText(), skipInputValidation: true);
    }
}
