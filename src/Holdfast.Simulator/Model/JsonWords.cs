using System.Text.Json;
using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.Model;

/// <summary>JSON that a tool returned, as somebody would read it out: what is what, and of lists how many and the first.</summary>
internal static class JsonWords
{
    private const int LongestText = 20_000;
    private const int MostNamed = 8;
    private const int LongestWord = 200;

    /// <summary>The words; null when it is no JSON object or array.</summary>
    public static string? Read(string text)
    {
        if (text.Length > LongestText) return null;
        using var document = JsonText.TryParse(text, JsonValueKind.Object) ?? JsonText.TryParse(text, JsonValueKind.Array);
        return document is null ? null : Of(document.RootElement, isInside: false);
    }

    private static string Of(JsonElement value, bool isInside) => value.ValueKind switch
    {
        JsonValueKind.Object when isInside => $"({OfObject(value)})",
        JsonValueKind.Object => OfObject(value) + ".",
        JsonValueKind.Array when isInside => OfArray(value),
        JsonValueKind.Array => OfArray(value) + ".",
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Null => "nothing",
        _ => Short(value.ToString()),
    };

    private static string OfObject(JsonElement value)
    {
        var named = value.EnumerateObject().ToList();
        if (named.Count == 0) return "nothing";
        var words = named.Take(MostNamed).Select(one => $"{one.Name.Replace('_', ' ')} is {Of(one.Value, isInside: true)}").ToList();
        if (named.Count > MostNamed) words.Add($"and {named.Count - MostNamed} more");
        return string.Join(", ", words);
    }

    private static string OfArray(JsonElement value)
    {
        var count = value.GetArrayLength();
        if (count == 0) return "none";
        var words = value.EnumerateArray().Take(MostNamed).Select(one => Of(one, isInside: true)).ToList();
        if (count > MostNamed) words.Add($"and {count - MostNamed} more");
        return string.Join(", ", words);
    }

    private static string Short(string text) => text.Length <= LongestWord ? text : text[..LongestWord] + "…";
}
