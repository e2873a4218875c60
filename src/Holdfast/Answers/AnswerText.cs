using Holdfast.Answers.Cutting;
using Holdfast.Answers.Mentions;
using Holdfast.Answers.Rendering;
using Holdfast.Answers.Safety;
using Holdfast.Slack;
using Holdfast.Slack.BlockKit;
using Holdfast.Text;

namespace Holdfast.Answers;

/// <summary>What a model says, as messages that Slack shows whole and in which nothing happens that is not meant.</summary>
internal static class AnswerText
{
    /// <summary>
    /// The most of one message as it comes from the model, so that there is room for what becomes longer: Slack takes 12,000 characters, and
    /// hardly more in the sections that stand in for them.
    /// </summary>
    public const int MaxLength = 10_000;

    /// <summary>Below this a text does not get longer than a message by what is written for safety.</summary>
    private const int MinLength = 2_500;

    /// <summary>The messages that say a text, in order; none for a text of blanks.</summary>
    /// <param name="text">Markdown, cleaned (<see cref="CleanText"/>).</param>
    /// <param name="mentions">Who may be mentioned.</param>
    /// <param name="most">The most of one message.</param>
    public static IReadOnlyList<AnswerMessage> Of(string text, MentionScope mentions, int most = MaxLength)
    {
        for (; ; most /= 2)
        {
            var messages = MarkdownCutter.Cut(text, most)
                .Select(static piece => piece.Text)
                .Where(static piece => piece.Length > 0)
                .Select(piece => SafeMarkdown.Of(piece, mentions))
                .ToList();
            if (most <= MinLength || messages.TrueForAll(static message => message.Length <= SlackLimits.MarkdownText))
                return [.. messages.Select(static message => new AnswerMessage(message, WordsOf(message)))];
        }
    }

    /// <summary>The same in plain words, for notifications; never empty, which Slack would not take: of marks alone the marks are read.</summary>
    public static string WordsOf(string markdown) =>
        MessageText.Cut(PlainText.Of(markdown) is { Length: > 0 } words ? words : SlackText.Escape(markdown));
}
