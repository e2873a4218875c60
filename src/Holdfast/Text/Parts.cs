using Holdfast.Slack.BlockKit;

namespace Holdfast.Text;

/// <summary>The blocks that messages and views are made of, each with what keeps foreign text literal.</summary>
internal static class Parts
{
    /// <summary>Our own words in mrkdwn; foreign parts come in through <see cref="ShownText"/>. Bare addresses stay text.</summary>
    public static TextObject Words(string mrkdwn) => TextObject.Mrkdwn(mrkdwn) with { Verbatim = true };

    /// <summary>Text in which nothing is read, not even the name of an emoji.</summary>
    public static TextObject Literal(string text) => TextObject.Plain(text) with { Emoji = false };

    /// <summary>A paragraph, shown whole.</summary>
    public static SectionBlock Section(string mrkdwn) => new() { Text = Words(mrkdwn), Expand = true };

    /// <summary>A paragraph of a view, whose parts are told apart by their ids.</summary>
    public static SectionBlock Section(string id, string mrkdwn) => Section(mrkdwn) with { BlockId = id };

    /// <summary>Small print.</summary>
    public static ContextBlock Small(string mrkdwn) => new() { Elements = [Words(mrkdwn)] };

    /// <summary>Small print of a view.</summary>
    public static ContextBlock Small(string id, string mrkdwn) => Small(mrkdwn) with { BlockId = id };

    public static RichTextBlock Quote(string id, string text) =>
        new() { BlockId = id, Elements = [new RichTextQuote { Elements = [Run(text)] }] };

    public static RichTextBlock Code(string id, string text) =>
        new() { BlockId = id, Elements = [new RichTextPreformatted { Elements = [Run(text)] }] };

    /// <summary>A bold word of ours before foreign text.</summary>
    public static RichTextBlock Said(string id, string word, string text) => new()
    {
        BlockId = id,
        Elements = [new RichTextSection { Elements = [new RichTextText { Text = word + " ", Style = new RichTextStyle { Bold = true } }, Run(text)] }],
    };

    /// <summary>Buttons side by side.</summary>
    public static ActionsBlock Row(params IReadOnlyList<BlockElement> buttons) => new() { Elements = buttons };

    public static ButtonElement Button(string actionId, string text, string value, string? spoken = null) => new()
    {
        ActionId = actionId,
        Text = Literal(text),
        Value = value,
        AccessibilityLabel = spoken is null ? null : ShownText.Cut(spoken, SlackLimits.AccessibilityLabel),
    };

    // Slack refuses an empty run.
    private static RichTextText Run(string text) => new() { Text = text.Length == 0 ? " " : text };
}
