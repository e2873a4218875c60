using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Images;
using Holdfast.Mcp.Configuration;
using Holdfast.Text;
using Holdfast.Tools;

namespace Holdfast.Mcp.Protocol;

/// <summary>What a server answered to a call, in words for the model. Content, whatever it says: it is handed on and acted on by nobody here.</summary>
internal static class ResultText
{
    /// <summary>The most characters of a result that are kept; the model is given less.</summary>
    public const int MaxLength = 100_000;

    private const int MaxParts = 500;
    private const int MaxLabel = 300;
    private const string Cut = "\n(The rest of the result is left out.)";
    private const string NoText = "(a text that is none)";

    /// <summary>A result in words.</summary>
    /// <param name="result">The answer to <c>tools/call</c>.</param>
    /// <param name="mask">Takes the server's secrets out: before anything is cut, or half of one could stay.</param>
    /// <param name="shown">The parts that are pictures and are shown; null for none.</param>
    public static ToolResult Of(JsonNode? result, SecretMask mask, IReadOnlyDictionary<JsonNode, ReturnedPicture>? shown = null)
    {
        var text = new StringBuilder();
        var parts = result.Part("content") as JsonArray ?? [];
        foreach (var part in parts.Take(MaxParts))
        {
            if (text.Length >= MaxLength)
                break;
            Append(text, mask.Hide(part is not null && shown?.GetValueOrDefault(part) is { } picture ? ShownOf(picture) : WordsOf(part)));
        }

        // Of what is told in both ways the text is enough.
        if (result.Part("structuredContent") is { } structured && text.Length < MaxLength && !parts.Any(part => IsSame(part, structured)))
            Append(text, mask.Hide(structured.ToJsonString()));
        if (text.Length > MaxLength || parts.Count > MaxParts)
            text.Append(Cut);
        return new ToolResult(text.ToString()) { IsError = result.IsTrue("isError") };
    }

    private static string WordsOf(JsonNode? part) => part.Text("type") switch
    {
        "text" => part.Text("text") ?? NoText,
        "image" => $"(a picture, {TypeOf(part)}, {SizeOf(part.Part("data"))}; it cannot be shown here)",
        "audio" => $"(a sound, {TypeOf(part)}, {SizeOf(part.Part("data"))}; it cannot be played here)",
        "resource_link" => LinkOf(part),
        "resource" => ResourceOf(part.Part("resource")),
        { } other => $"(content of the kind '{Label(other)}', which is left out)",
        null => "(content of no kind, which is left out)",
    };

    private static string ShownOf(ReturnedPicture picture) => $"(a picture, {picture.MediaType}, {Bytes(picture.Bytes.Length)}; it is posted in this conversation by itself)";

    private static string LinkOf(JsonNode? link)
    {
        var words = new List<string> { $"Resource {Label(link.Text("uri") ?? "(without an address)")}" };
        if ((link.Text("title") ?? link.Text("name")) is { Length: > 0 } name)
            words.Add(Label(name));
        if (link.Text("description") is { Length: > 0 } description)
            words.Add(Label(description));
        if (link.Text("mimeType") is { Length: > 0 } type)
            words.Add(Label(type));
        if (link.Part("size") is JsonValue size && size.TryGetValue(out long bytes))
            words.Add(Bytes(bytes));
        return $"({string.Join(", ", words)})";
    }

    private static string ResourceOf(JsonNode? resource)
    {
        var name = $"resource {Label(resource.Text("uri") ?? "(without an address)")}, {TypeOf(resource)}";
        return resource.Text("text") is { } text ? $"(The {name}:)\n{text}" : $"(the {name}, {SizeOf(resource.Part("blob"))}; it cannot be shown here)";
    }

    private static string TypeOf(JsonNode? part) => part.Text("mimeType") is { Length: > 0 } type ? Label(type) : "of an unknown type";

    /// <summary>Of base64 three quarters are data.</summary>
    private static string SizeOf(JsonNode? data) => data.Text() is { } text ? Bytes((long)text.Length * 3 / 4) : "empty";

    private static string Bytes(long bytes) => bytes < 1_000
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000.0:0.#} kB");

    private static string Label(string text) => TextCut.Beginning(JsonReading.WithoutControls(text).Replace('\n', ' '), MaxLabel);

    private static bool IsSame(JsonNode? part, JsonNode structured)
    {
        try
        {
            return part.Text("type") == "text" && part.Text("text") is { } text && JsonNode.DeepEquals(JsonNode.Parse(text), structured);
        }
        catch (JsonException)
        {
            // Words, and no JSON.
            return false;
        }
    }

    private static void Append(StringBuilder text, string words)
    {
        if (text.Length > 0)
            text.Append('\n');
        text.Append(words.AsSpan(0, TextCut.End(words, MaxLength + 1 - Math.Min(text.Length, MaxLength))));
    }
}
