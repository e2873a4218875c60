using System.Text.Json.Serialization;

namespace Holdfast.Slack.BlockKit;

/// <summary>A text, plain or mrkdwn. https://docs.slack.dev/reference/block-kit/composition-objects/text-object</summary>
public sealed record TextObject : BlockElement
{
    internal const string PlainText = "plain_text";
    internal const string MrkdwnText = "mrkdwn";

    /// <summary>Makes a text object.</summary>
    /// <param name="type"><c>plain_text</c> or <c>mrkdwn</c>.</param>
    /// <param name="text">The text.</param>
    [JsonConstructor]
    public TextObject(string type, string text)
    {
        Type = type;
        Text = text;
    }

    /// <inheritdoc/>
    public override string Type { get; }

    /// <summary>The text, at most <see cref="SlackLimits.TextObjectText"/> characters.</summary>
    public string Text { get; init; }

    /// <summary>Plain text only: whether <c>:name:</c> becomes an emoji.</summary>
    public bool? Emoji { get; init; }

    /// <summary>Mrkdwn only: true leaves bare addresses and channel names unlinked.</summary>
    public bool? Verbatim { get; init; }

    /// <summary>A text in which no markup is read.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text object.</returns>
    public static TextObject Plain(string text) => new(PlainText, text);

    /// <summary>A text in Slack's own markup; escape foreign parts with <see cref="SlackText.Escape"/>.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text object.</returns>
    public static TextObject Mrkdwn(string text) => new(MrkdwnText, text);
}
