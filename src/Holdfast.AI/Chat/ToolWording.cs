using Holdfast.Agents;
using Holdfast.Text;

namespace Holdfast.AI.Chat;

/// <summary>The texts that the model gets in place of a tool's result, or about it.</summary>
internal static class ToolWording
{
    /// <summary>The most characters of one result that the model is given.</summary>
    public const int MaxResult = 30_000;

    /// <summary>The most calls of one answer that are made: each may be a card for people to decide on.</summary>
    public const int MaxCalls = 32;

    public const string Malformed =
        "Not done: the arguments are not valid JSON, name a property twice, or are nested too deeply. Write them again as one JSON object.";

    public const string Cut = "Not done: your answer reached the limit of its length in this call, so it may be incomplete. Make a shorter call.";

    public const string Expired = "Not done: it needs a person's approval, and nobody decided in time. Go on without it, and say so.";

    public const string Withdrawn = "Not done: it needs a person's approval, and the request for it was withdrawn. Go on without it, and say so.";

    public const string Interrupted =
        "This was begun, but the server was interrupted before it ended. Whether it was done, wholly or in part, is not known. "
        + "Do not simply repeat it: find out first what was done, or say that it is not known.";

    public static readonly string TooMany = $"Not done: one answer may hold at most {MaxCalls} calls. Look at the results of the others first.";

    private const string Nothing = "(The tool returned nothing.)";

    public static string Refused(string reason) => $"Not done: {reason}";

    public static string Denied(string? by) =>
        $"Not done: {(by is null ? "it was denied" : $"{(by.Contains(' ', StringComparison.Ordinal) ? by : $"<@{by}>")} denied it")}. Do not try to do the same in another way; go on without it, or ask what is wanted instead.";

    /// <summary>For whoever looks at the run.</summary>
    public static string Granted(ToolGrant grant) => $"Allowed for always in this conversation by {grant.By}, {grant.At:u}";

    public static string Threw(Exception error) => $"The tool failed ({error.GetType().Name}). How much of it was done is not known.";

    /// <summary>A result as the model is given it: never empty, which some providers refuse, and never too long.</summary>
    public static string Result(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Nothing;
        if (text.Length <= MaxResult)
            return text;
        return $"{text.AsSpan(0, TextCut.End(text, MaxResult))}\n(This is only the beginning, {MaxResult} characters; the rest is left out.)";
    }
}
