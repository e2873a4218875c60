using Holdfast.Agents;
using Holdfast.AI.Errors;

namespace Holdfast.AI.Chat;

/// <summary>That a model could not answer, and what it means for the others.</summary>
/// <param name="Error">What the one who asked is told when no other can.</param>
internal sealed record ModelFailure(AgentException Error)
{
    /// <summary>The error of the step of a prompt that was too long, and is asked again.</summary>
    public const string TooLong = "too long";

    /// <summary>The error of the step of a model that is asked again in a moment.</summary>
    public const string Waiting = "too many requests for the moment";

    /// <summary>A longer wait is worth another model's answer, however long the first one asks for.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(5);

    private readonly ErrorKind? _kind = ErrorKinds.Of(Error);

    /// <summary>What was said of a prompt that is too long; null where it is something else.</summary>
    public string? TooLongSaid => Error.InnerException is ProviderException { Kind: ErrorKind.TooLong, Error.Said: var said } ? said : null;

    /// <summary>Whether it is the conversation that is refused: another model is not asked what one did not want to be asked.</summary>
    public bool IsOfConversation => _kind is null or ErrorKind.Moderated or ErrorKind.TooLong;

    /// <summary>Whether the next question would fare no better: not where nobody knows what it was about.</summary>
    public bool IsOfModel => !IsOfConversation && _kind is not (ErrorKind.Refused or ErrorKind.ToolsRefused);

    /// <summary>Whether it stays until a person mends it.</summary>
    public bool NeedsPerson => !Error.IsTransient;

    /// <summary>What is wrong, in some words.</summary>
    public string Problem => _kind is { } kind ? ErrorWording.Short(kind) : "no answer";

    /// <summary>How long the provider asks to wait, where that is so short that another model would not be quicker; null where it is not.</summary>
    /// <param name="patience">The longest such wait.</param>
    public TimeSpan? ShortWait(TimeSpan patience) => _kind == ErrorKind.RateLimited && Error.RetryAfter is { } wait && wait <= patience ? wait : null;

    /// <summary>How long the model is left alone.</summary>
    /// <param name="usual">How long one is that may be well again at any moment.</param>
    public TimeSpan Rest(TimeSpan usual)
    {
        if (NeedsPerson)
            return usual * 10;
        var asked = Error.RetryAfter is { } wait && wait < LongestRest ? wait : usual;
        return asked > usual ? asked : usual;
    }
}
