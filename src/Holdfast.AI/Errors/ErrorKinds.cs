using System.Text.RegularExpressions;
using Holdfast.Agents;

namespace Holdfast.AI.Errors;

/// <summary>
/// Recognises what an error means, by its words first and its status second: the same thing has many statuses (no credit comes as 400, 402, 403
/// and 429), and inside a stream it has none. One table for all providers; the first line that fits counts.
/// </summary>
internal static partial class ErrorKinds
{
    private const int MostTimeMs = 1000;

    private static readonly (ErrorKind Kind, Func<ProviderError, bool> Fits)[] Table =
    [
        (ErrorKind.Moved, error => error.Status is >= 300 and < 400),
        (ErrorKind.WebPage, error => error is { IsPage: true, Status: < 300 }),
        (ErrorKind.NoCredit, error => error.Status == 402 || NoCredit().IsMatch(error.Words)),

        // One provider has the same sentence for a limit of the minute, and for an account that is used up.
        (ErrorKind.NoCredit, error => error.RetryAfter is null && UsedUp().IsMatch(error.Words)),
        (ErrorKind.TooLong, error => error.Status == 413 || (error.Status != 429 && TooLong().IsMatch(error.Words))),
        (ErrorKind.RateLimited, error => error.Status == 429 || (IsOpen(error) && RateLimited().IsMatch(error.Words))),
        (ErrorKind.Overloaded, error => error.Status == 529 || Overloaded().IsMatch(error.Words)),
        (ErrorKind.Unreachable, error => error.Status is 0 or 408 or 409 or 425),
        (ErrorKind.Troubled, error => error.Status >= 500),
        (ErrorKind.WrongRegion, error => error.Status == 451 || WrongRegion().IsMatch(error.Words)),
        (ErrorKind.WrongModel, error => WrongModel().IsMatch(error.Words)),
        (ErrorKind.Moderated, error => error.Status != 401 && Moderated().IsMatch(error.Words)),
        (ErrorKind.WrongAddress, error => error.IsPage),
        (ErrorKind.WrongKey, error => error.Status is 401 or 403 || WrongKey().IsMatch(error.Words)),
        (ErrorKind.WrongAddress, error => error.Status is 404 or 405 or 410),
        (ErrorKind.ToolsRefused, error => ToolsRefused().IsMatch(error.Words)),

        // It had begun to answer and then said something nobody knows: its trouble, which may pass.
        (ErrorKind.Troubled, error => error.Status < 300),
    ];

    /// <summary>What it means.</summary>
    public static ErrorKind Of(ProviderError error)
    {
        foreach (var (kind, fits) in Table)
        {
            if (Fits(fits, error))
                return kind;
        }

        return ErrorKind.Refused;
    }

    /// <summary>What the failure of an agent means; null where nothing is wrong with the provider.</summary>
    public static ErrorKind? Of(AgentException failure) =>
        (failure.InnerException as ProviderException)?.Kind ?? (failure.IsTransient ? ErrorKind.Unreachable : null);

    private static bool Fits(Func<ProviderError, bool> fits, ProviderError error)
    {
        try
        {
            return fits(error);
        }
        catch (RegexMatchTimeoutException)
        {
            // The time is the clock's: a process that was held up for a second has it over in the midst of a short text. Then the status alone counts.
            return false;
        }
    }

    /// <summary>Whether the status leaves open what it is about.</summary>
    private static bool IsOpen(ProviderError error) => error.Status is < 300 or 400 or 403 or >= 500;

    [GeneratedRegex(
        "insufficient[_ ](quota|balance|credit|funds)|credit balance|out of credit|no (more )?credits?\\b|(more|enough|remaining) credits?\\b|billing_not_active|billing hard limit|payment required"
        + "|exceeded_current_quota|arrearage|spend(ing)?[_ ]limit|budget has been exceeded|key limit exceeded|billing_error|reached your specified (\\w+ )?usage limits?",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, MostTimeMs)]
    private static partial Regex NoCredit();

    [GeneratedRegex("exceeded your current quota|check your plan and billing", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, MostTimeMs)]
    private static partial Regex UsedUp();

    [GeneratedRegex(
        "context[_ ](length|window|size|limit)|exceed_context|maximum context|(prompt|input|request) is too (long|large)|too many (input )?tokens|reduce the length|string_above_max_length"
        + "|input token count .{0,40}exceeds|request too large|max(imum)? (input|prompt) (length|tokens)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, MostTimeMs)]
    private static partial Regex TooLong();

    [GeneratedRegex("rate[_ -]?limit|too many requests|resource_exhausted|(tokens|requests) per (second|minute|day|min)|quota exceeded|throttl", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, MostTimeMs)]
    private static partial Regex RateLimited();

    [GeneratedRegex(
        "overload|(at|over|out of|exceeded|insufficient)[_ ]?(gpu )?capacity|loading (the )?model|model .{0,60}(is )?(currently |still )?loading|server (is )?busy|no healthy upstream|insufficient_system_resource"
        + "|high demand|temporarily (unavailable|overloaded|rate)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, MostTimeMs)]
    private static partial Regex Overloaded();

    [GeneratedRegex("unsupported_country|country, region|location is not supported|not (available|supported) in your (region|country|location)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, MostTimeMs)]
    private static partial Regex WrongRegion();

    [GeneratedRegex(
        "model_?not_?(found|exist|available|supported)|not_found_error\\W+model\\b|DeploymentNotFound|(no such|unknown|invalid|unsupported|nonexistent) (model|deployment)|(model|deployment)\\b.{0,120}?"
        + "(not found|(does|do|did) ?n[o']t exist|not exist|is not available|not available|is not a valid|decommission|deprecated|does not have access|try pulling)"
        + "|(have|has) access to (the )?model|not a valid model|no endpoints found for|no (allowed|available) (providers|channels?)",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture, MostTimeMs)]
    private static partial Regex WrongModel();

    [GeneratedRegex(
        "(content|bio|cyber)[_ ]?(filter|policy|management|moderation)|moderation|ResponsibleAI|data_inspection|content exists risk|high risk|inappropriate|prohibited[_ ](content|use)|safety (system|reasons|settings|filter|guidelines)"
        + "|flagged|usage polic|sensitive (content|words|information)|violat(e|es|ing|ion)\\b.{0,40}polic|guardrail",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, MostTimeMs)]
    private static partial Regex Moderated();

    [GeneratedRegex(
        "(invalid|incorrect|wrong|missing|expired|bad|no|unknown)[_ ](api[_ -]?key|credentials?|auth(entication|orization)?\\b|access token|token provided)|api[_ ]key (is )?(not valid|invalid|not found|expired|missing|disabled)"
        + "|api_key_invalid|unauthor|unauthenticated|authentication[_ ](failed|error|fails)|invalid_authentication|no auth credentials|(account|organi[sz]ation).{0,20}(deactivated|suspended|disabled)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, MostTimeMs)]
    private static partial Regex WrongKey();

    [GeneratedRegex("\\b(tools?|tool_choice|tool (use|call\\w*)|functions?|function call\\w*)\\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, MostTimeMs)]
    private static partial Regex ToolsRefused();
}
