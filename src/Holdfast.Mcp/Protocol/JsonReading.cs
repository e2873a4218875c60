using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Holdfast.Mcp.Protocol;

/// <summary>JSON as servers write it: what is not as expected is as if it were not there.</summary>
internal static class JsonReading
{
    /// <summary>A part of an object.</summary>
    public static JsonNode? Part(this JsonNode? node, string name) => node is JsonObject all && all.TryGetPropertyValue(name, out var part) ? part : null;

    /// <summary>A text of an object; null when there is none.</summary>
    public static string? Text(this JsonNode? node, string name) => node.Part(name).Text();

    /// <summary>The text that a value is; null when it is none.</summary>
    public static string? Text(this JsonNode? node)
    {
        try
        {
            return node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
        }
        catch (InvalidOperationException)
        {
            // Half a character, which no text can hold.
            return null;
        }
    }

    /// <summary>Whether something of an object is true.</summary>
    public static bool IsTrue(this JsonNode? node, string name) => node.Part(name) is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    /// <summary>The text without control characters but for line feeds and tabs.</summary>
    public static string WithoutControls(string text)
    {
        if (!text.Any(IsControl))
            return text;
        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
            clean.Append(IsControl(c) ? ' ' : c);
        return clean.ToString();
    }

    private static bool IsControl(char c) => char.IsControl(c) && c is not ('\n' or '\t');
}
