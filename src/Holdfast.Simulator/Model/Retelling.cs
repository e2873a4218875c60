using System.Text.Json;

namespace Holdfast.Simulator.Model;

/// <summary>
/// Tells people what a tool said, as a model would: a result is written for the model, and ends with what it is to do, which nobody wants
/// to read. What it does not know how to tell it quotes.
/// </summary>
internal static class Retelling
{
    private const int LongestQuote = 4_000;
    private const string NotDone = "Not done: ";

    /// <summary>One result in a sentence or two.</summary>
    public static string Of(ModelToolResult result)
    {
        var text = result.Text;
        if (text.StartsWith(NotDone, StringComparison.Ordinal) && text.Contains("denied", StringComparison.Ordinal))
            return $"All right, I didn't do it: {FirstSentence(text[NotDone.Length..])}";
        return result.Call.Name switch
        {
            "exec" when IsOrdered(text) => $"I've started {Command(result.Call.Arguments)}. Its output will appear in this thread.",
            "code" when IsOrdered(text) => "I've started the coding agent. Its output will appear in this thread.",
            _ => $"{result.Call.Name} said: {(text.Length <= LongestQuote ? text : $"{text[..LongestQuote]}… ({text.Length} characters)")}",
        };
    }

    private static bool IsOrdered(string text) => text.StartsWith("Job ", StringComparison.Ordinal) && text.Contains("in the background", StringComparison.Ordinal);

    private static string FirstSentence(string text) => text.IndexOf(". ", StringComparison.Ordinal) is >= 0 and var end ? text[..(end + 1)] : text;

    /// <summary>The command of a call, as it would be typed; "the command" where the call is a script or odd.</summary>
    private static string Command(string arguments)
    {
        try
        {
            using var json = JsonDocument.Parse(arguments);
            return json.RootElement.TryGetProperty("command", out var words) && words.ValueKind == JsonValueKind.Array
                ? $"`{string.Join(' ', words.EnumerateArray().Select(word => word.ToString()))}`"
                : "the script";
        }
        catch (JsonException)
        {
            return "the command";
        }
    }
}
