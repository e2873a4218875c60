using System.Text.Encodings.Web;
using System.Text.Json;

namespace Holdfast.Simulator.Json;

/// <summary>Writing and checking of JSON that arrives as text inside other arguments (blocks, metadata, views).</summary>
internal static class JsonText
{
    /// <summary>For text that is never put into a web page as it is: other alphabets stay readable, as Slack sends them.</summary>
    public static JsonSerializerOptions Relaxed { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Slack leaves null properties out: SDKs test for the presence of a key.</summary>
    public static void StringIfAny(this Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null) writer.WriteString(name, value);
    }

    public static void RawIfAny(this Utf8JsonWriter writer, string name, string? json)
    {
        if (json is null) return;
        writer.WritePropertyName(name);
        writer.WriteRawValue(json, skipInputValidation: true);
    }

    /// <summary>Reads <paramref name="json"/> when it is a document of the wanted kind; the caller disposes it.</summary>
    public static JsonDocument? TryParse(string json, JsonValueKind kind)
    {
        try
        {
            var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind == kind) return document;
            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A property; false too when the element is no object, because what clients send may be anything.</summary>
    public static bool Has(this JsonElement element, string name, out JsonElement value)
    {
        value = default;
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out value);
    }

    /// <summary>A string property, or null when it is absent or of another kind.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
