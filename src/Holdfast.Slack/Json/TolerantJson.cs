using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Slack.Json;

/// <summary>Reading what came from outside, where a wrong shape is an answer and not an exception.</summary>
internal static class TolerantJson
{
    /// <summary>
    /// The deepest nesting that is read. What is passed over costs nothing, however deep; messages that quote messages that quote others are
    /// nested some levels for each, and one that was not read would be sent again for ever.
    /// </summary>
    internal const int MaxDepth = 1_000;

    /// <summary>A reader that stops at nothing but malformed JSON.</summary>
    internal static Utf8JsonReader ReaderOf(ReadOnlySpan<byte> json) => new(json, new JsonReaderOptions { MaxDepth = MaxDepth });

    /// <summary>Whether reading failed because of the text: malformed JSON, another shape, or bytes that are not UTF-8.</summary>
    internal static bool IsWrong(Exception exception) => exception is JsonException or InvalidOperationException;

    /// <summary>The <c>type</c> of an object; empty if it has none.</summary>
    internal static string TypeOf(JsonElement json)
    {
        try
        {
            return json.ValueKind == JsonValueKind.Object && json.TryGetProperty("type", out var tag) && tag.ValueKind == JsonValueKind.String
                ? tag.GetString()!
                : "";
        }
        catch (InvalidOperationException)
        {
            // A string that is not UTF-8 names no type.
            return "";
        }
    }

    internal static T? TryRead<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> contract) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, contract);
        }
        catch (Exception exception) when (IsWrong(exception))
        {
            return null;
        }
    }

    internal static T? TryRead<T>(JsonElement json, JsonTypeInfo<T> contract) where T : class
    {
        try
        {
            return json.Deserialize(contract);
        }
        catch (Exception exception) when (IsWrong(exception))
        {
            return null;
        }
    }
}
