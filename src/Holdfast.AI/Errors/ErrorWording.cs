using Holdfast.Agents;

namespace Holdfast.AI.Errors;

/// <summary>What each kind of error means to the one who asked: whether it is tried again, and what they read at the end.</summary>
internal static class ErrorWording
{
    private static readonly Dictionary<ErrorKind, (string Told, bool IsTransient, string Short)> Words = new()
    {
        [ErrorKind.Refused] = ("The AI service refused my request. Please tell an operator: the log says why.", false, "it refuses"),
        [ErrorKind.NoCredit] = ("The AI service's account has no credit left. Please tell an operator.", false, "no credit left"),
        [ErrorKind.RateLimited] = ("The AI service is overloaded. Please try again in a minute.", true, "too many requests"),
        [ErrorKind.Overloaded] = ("The AI service is overloaded. Please try again in a minute.", true, "overloaded"),
        [ErrorKind.WrongKey] = ("I can't use the AI service: it doesn't accept my key. Please tell an operator.", false, "the key is refused"),
        [ErrorKind.WrongModel] = ("The AI model I'm set to use doesn't exist, or I may not use it. Please tell an operator.", false, "no such model for this key"),
        [ErrorKind.WrongAddress] = ("I can't use the AI service: its address seems to be wrong. Please tell an operator.", false, "the address is wrong"),
        [ErrorKind.Moved] = ("I can't use the AI service: it has moved to another address. Please tell an operator.", false, "it has moved to another address"),
        [ErrorKind.Moderated] = ("The AI service refuses this content. Please rephrase it.", false, "it refuses this content"),
        [ErrorKind.WrongRegion] = ("I can't use the AI service: it isn't available in the country I run in. Please tell an operator.", false, "not available in this country"),
        [ErrorKind.TooLong] = ("This thread is too long for me. Please start a new one.", false, "too long"),
        [ErrorKind.ToolsRefused] = ("The AI service doesn't accept my tools. Please tell an operator.", false, "the tools are refused"),
        [ErrorKind.Troubled] = ("The AI service is having problems. Please try again later.", true, "it has problems"),
        [ErrorKind.Unreachable] = ("I can't reach the AI service. Please try again later.", true, "no answer"),
        [ErrorKind.Unreadable] = ("I couldn't read the AI service's answer. If this keeps happening, please tell an operator.", true, "an answer that cannot be read"),

        // A gateway's page passes; that of a wrong address stays.
        [ErrorKind.WebPage] = ("I got a web page instead of the AI service's answer. If this keeps happening, please tell an operator.", true, "a web page instead of an answer"),
    };

    /// <summary>What is wrong, in some words for operators.</summary>
    public static string Short(ErrorKind kind) => Words[kind].Short;

    /// <summary>What a provider said, as the agent's failure.</summary>
    /// <param name="error">What it said.</param>
    /// <param name="key">The key it was called with, to be kept out of the log.</param>
    /// <param name="section">The section of the configuration that the provider is set in.</param>
    public static AgentException Of(ProviderError error, string key, string section = "OpenAI")
    {
        var kind = ErrorKinds.Of(error);
        return Of(kind, new ProviderException(error, kind, key, section), error.RetryAfter);
    }

    /// <summary>A failure of a kind that is known already.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="inner">What happened, for the log.</param>
    /// <param name="retryAfter">How long the provider asks to wait.</param>
    public static AgentException Of(ErrorKind kind, Exception inner, TimeSpan? retryAfter = null)
    {
        var (told, isTransient, _) = Words[kind];
        return new AgentException(told, isTransient, inner) { RetryAfter = isTransient ? retryAfter : null };
    }
}
