using Holdfast.Items;

namespace Holdfast.Commands;

/// <summary>What a command comes to.</summary>
/// <param name="Text">What the one who typed it reads: mrkdwn, foreign parts escaped. Null when what it leads to answers.</param>
public sealed record CommandReply(string? Text)
{
    /// <summary>What it leads to, as the command ends.</summary>
    public Effects Effects { get; init; } = Effects.None;

    /// <summary>An answer, and nothing besides.</summary>
    /// <param name="text">The answer.</param>
    public static implicit operator CommandReply(string text) => new(text);
}
