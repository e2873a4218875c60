using System.Text.Json;
using Holdfast.AI.Json;

namespace Holdfast.AI.ChatCompletions;

/// <summary>What is to be read in a message's content, which is a text, a list of parts, one part, or none.</summary>
internal static class ContentText
{
    /// <summary>The text of it.</summary>
    public static string Of(JsonElement? content) => content switch
    {
        { ValueKind: JsonValueKind.Array } parts => string.Concat(parts.EnumerateArray().Select(part => Of(part))),
        { ValueKind: JsonValueKind.Object } part when IsThinking(part) => "",
        { ValueKind: JsonValueKind.Object } part => part.TextOf("text") ?? part.TextOf("refusal") ?? Of(part.Find("text") ?? part.Find("content")),
        { } text => text.Text() ?? "",
        _ => "",
    };

    /// <summary>The thinking of it, which some providers send as parts.</summary>
    public static string ThinkingOf(JsonElement? content) => content switch
    {
        { ValueKind: JsonValueKind.Array } parts => string.Concat(parts.EnumerateArray().Select(part => ThinkingOf(part))),
        { ValueKind: JsonValueKind.Object } part when IsThinking(part) => Of(part.Find("thinking") ?? part.Find("reasoning") ?? part.Find("text") ?? part.Find("summary")),
        _ => "",
    };

    /// <summary>Whether it holds more than text, so that it must go back to the provider as it came.</summary>
    public static bool HasOther(JsonElement content) =>
        content.ValueKind == JsonValueKind.Array && content.EnumerateArray().Any(part => part.ValueKind == JsonValueKind.Object && part.TextOf("type") is not (null or "text" or "output_text" or "refusal"));

    private static bool IsThinking(JsonElement part) =>
        part.TextOf("type") is { } type && (type.Contains("think", StringComparison.OrdinalIgnoreCase) || type.Contains("reason", StringComparison.OrdinalIgnoreCase));
}
