using System.Text.Json;
using System.Text.RegularExpressions;

namespace Holdfast.Simulator.Model;

/// <summary>
/// Says what a tool returned, as a model would: a result is written for the model, and ends with instructions that are not for people.
/// Results of unknown tools are quoted, JSON in words.
/// </summary>
internal static partial class Retelling
{
    private const int LongestQuote = 4_000;
    private const string NotDone = "Not done: ";
    private const string NotSet = "Not set: ";
    private const string NotCancelled = "Not cancelled: ";

    /// <summary>What follows a picture that was made is for the model.</summary>
    private const string Posted = " It is posted in this conversation by itself";

    /// <summary>One result in a sentence or two.</summary>
    public static string Of(ModelToolResult result)
    {
        var text = result.Text;
        if (text.StartsWith(NotDone, StringComparison.Ordinal) && text.Contains("denied", StringComparison.Ordinal))
            return $"All right, I didn't do it: {FirstSentence(text[NotDone.Length..])}";
        if (text.StartsWith(NotDone, StringComparison.Ordinal) && text.Length <= LongestQuote) return $"I couldn't do that: {text[NotDone.Length..]}";
        return result.Call.Name switch
        {
            "current_time" when Time().Match(text) is { Success: true } time => time.Result("It's ${time} on ${day} (${zone})."),
            "set_timer" or "list_timers" or "cancel_timer" when text.Length <= LongestQuote => Timers(text),
            "exec" when IsOrdered(text) => $"I've started {Command(result.Call.Arguments)}. Its output will appear in this thread.",
            "code" when IsOrdered(text) => "I've started the coding agent. Its output will appear in this thread.",
            "make_image" or "edit_image" when text.IndexOf(Posted, StringComparison.Ordinal) is >= 0 and var end => text[..end].Replace("which you made", "which I made", StringComparison.Ordinal),
            "exec" or "code" when Ended().Match(text) is { Success: true } ended => Printed(ended, result.Call),
            _ when text.Trim().Length == 0 => $"{result.Call.Name} is done and said nothing.",
            _ when JsonWords.Read(text) is { } facts => $"{result.Call.Name} said: {facts}",
            _ => $"{result.Call.Name} said: {(text.Length <= LongestQuote ? text : $"{text[..LongestQuote]}… ({text.Length} characters)")}",
        };
    }

    private static string Timers(string text) => text.StartsWith(NotSet, StringComparison.Ordinal) ? $"I couldn't set that timer. {text[NotSet.Length..]}"
        : text.StartsWith(NotCancelled, StringComparison.Ordinal) ? $"I cancelled nothing. {text[NotCancelled.Length..]}"
        : text;

    [GeneratedRegex(@"^(?<day>\w+, [0-9-]{10}) (?<time>[0-9]{2}:[0-9]{2}):[0-9]{2}[+-][0-9:]{5} \((?<zone>[^)]+)\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Time();

    /// <summary>How a job ended while its call waited for it, and what it printed.</summary>
    [GeneratedRegex(@"^Job \S+ (?<how>has (finished|failed)( with exit code [0-9]+)?)\.[^\n]*\n\n(It printed nothing\.|[^\n]*\n--- Output ---\n(?<output>[\s\S]*)\n--- End of the output ---)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ended();

    private static string Printed(Match ended, ModelToolCall call)
    {
        var how = ended.Groups["how"].Value.EndsWith(" 0", StringComparison.Ordinal) ? "" : $" {ended.Groups["how"].Value} and";
        var name = call.Name == "exec" ? Command(call.Arguments) : "the coding agent";
        return ended.Groups["output"] is { Success: true, Length: <= LongestQuote } output ? $"{name}{how} printed:\n```\n{output.Value}\n```" : $"{name}{how} printed nothing that I could show here.";
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
