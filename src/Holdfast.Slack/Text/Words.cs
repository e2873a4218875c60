using Holdfast.Slack.Events;

namespace Holdfast.Slack.Text;

/// <summary>What a message says in plain words, without any markup of Slack's.</summary>
/// <param name="Text">The words.</param>
public sealed record Words(string Text)
{
    /// <summary>Nothing.</summary>
    public static Words None { get; } = new("");

    /// <summary>Whom and what they name by an id, in their order.</summary>
    public IReadOnlyList<Mention> Mentions { get; init; } = [];

    /// <summary>Files of messages that were forwarded with it.</summary>
    public IReadOnlyList<FileSummary> Files { get; init; } = [];

    /// <summary>The words alone: they do not belong in a log.</summary>
    /// <returns>How many there are.</returns>
    public override string ToString() => $"{Text.Length} characters";

    /// <summary>The same without the blanks around.</summary>
    internal Words Trimmed()
    {
        var text = Text.TrimEnd();
        var blanks = text.Length - text.TrimStart().Length;
        return text.Length == Text.Length && blanks == 0 ? this : this with
        {
            Text = text[blanks..],
            Mentions = blanks == 0 ? Mentions : [.. Mentions.Select(mention => mention with { Start = mention.Start - blanks })],
        };
    }
}
