namespace Holdfast.Records;

/// <summary>One message of conversation memory.</summary>
/// <param name="Role">Who spoke: <see cref="User"/> or <see cref="Assistant"/>, in the words of the model APIs.</param>
/// <param name="Content">What was said.</param>
public sealed record Turn(string Role, MessageContent Content)
{
    /// <summary>A turn of words alone.</summary>
    /// <param name="role">Who spoke.</param>
    /// <param name="text">What was said.</param>
    public Turn(string role, string text)
        : this(role, new MessageContent(text))
    {
    }

    /// <summary>Who of the people said it; null where that is not known, and of the agent.</summary>
    public Speaker? Speaker { get; init; }

    /// <summary>The role of a person.</summary>
    public const string User = "user";

    /// <summary>The role of the agent.</summary>
    public const string Assistant = "assistant";
}
