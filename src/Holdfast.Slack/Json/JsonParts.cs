using System.Globalization;
using System.Text.Json;

namespace Holdfast.Slack.Json;

/// <summary>Reads what an app may have made up: a value of another kind than expected is absent.</summary>
internal static class JsonParts
{
    /// <summary>The text; null for anything else, and for one with half a character in it.</summary>
    public static string? Text(this JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return json.GetString();
        }
        catch (InvalidOperationException)
        {
            // It is no text that anybody could read.
            return null;
        }
    }

    public static string? Text(this JsonElement json, string name) => json.Part(name)?.Text();

    /// <summary>The number in it, also where it stands as a text.</summary>
    public static long? Number(this JsonElement json, string name) => json.Part(name) switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out var value) => value,
        { ValueKind: JsonValueKind.String } text when long.TryParse(text.Text(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) => value,
        _ => null,
    };

    public static bool IsTrue(this JsonElement json, string name) => json.Part(name)?.ValueKind == JsonValueKind.True;

    public static JsonElement? Part(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var part) ? part : null;

    /// <summary>The elements of a list; none where it is no list.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement json) => json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : [];

    public static IEnumerable<JsonElement> Items(this JsonElement json, string name) => json.Part(name)?.Items() ?? [];
}
