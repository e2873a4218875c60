namespace Holdfast.Slack.BlockKit;

/// <summary>How a run is set. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block#text-element-type</summary>
public sealed record RichTextStyle
{
    /// <summary>Bold.</summary>
    public bool? Bold { get; init; }

    /// <summary>Slanted.</summary>
    public bool? Italic { get; init; }

    /// <summary>Struck through.</summary>
    public bool? Strike { get; init; }

    /// <summary>Underlined.</summary>
    public bool? Underline { get; init; }

    /// <summary>As code.</summary>
    public bool? Code { get; init; }
}

/// <summary>Text in which no markup is read. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block#text-element-type</summary>
public sealed record RichTextText : RichTextInline
{
    /// <inheritdoc/>
    public override string Type => "text";

    /// <summary>The text.</summary>
    public required string Text { get; init; }

    /// <summary>How it is set; null for plain.</summary>
    public RichTextStyle? Style { get; init; }
}

/// <summary>A link. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block#link-element-type</summary>
public sealed record RichTextLink : RichTextInline
{
    /// <inheritdoc/>
    public override string Type => "link";

    /// <summary>The address.</summary>
    public required string Url { get; init; }

    /// <summary>What is shown; Slack's default is the address.</summary>
    public string? Text { get; init; }

    /// <summary>How it is set; null for plain.</summary>
    public RichTextStyle? Style { get; init; }
}

/// <summary>Mentions a person, who is notified. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block#user-element-type</summary>
public sealed record RichTextUser : RichTextInline
{
    /// <inheritdoc/>
    public override string Type => "user";

    /// <summary>The person.</summary>
    public required UserId UserId { get; init; }

    /// <summary>How it is set; null for plain.</summary>
    public RichTextStyle? Style { get; init; }
}

/// <summary>Mentions a group, all of whom are notified. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block#usergroup-element-type</summary>
public sealed record RichTextUsergroup : RichTextInline
{
    /// <inheritdoc/>
    public override string Type => "usergroup";

    /// <summary>The group, such as <c>S0604QSJC</c>.</summary>
    public required string UsergroupId { get; init; }

    /// <summary>How it is set; null for plain.</summary>
    public RichTextStyle? Style { get; init; }
}

/// <summary>Names a channel. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block#channel-element-type</summary>
public sealed record RichTextChannel : RichTextInline
{
    /// <inheritdoc/>
    public override string Type => "channel";

    /// <summary>The channel.</summary>
    public required ChannelId ChannelId { get; init; }

    /// <summary>How it is set; null for plain.</summary>
    public RichTextStyle? Style { get; init; }
}

/// <summary>Notifies everybody. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block#broadcast-element-type</summary>
public sealed record RichTextBroadcast : RichTextInline
{
    /// <inheritdoc/>
    public override string Type => "broadcast";

    /// <summary><c>here</c>, <c>channel</c> or <c>everyone</c>.</summary>
    public required string Range { get; init; }
}

/// <summary>An emoji. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block#emoji-element-type</summary>
public sealed record RichTextEmoji : RichTextInline
{
    /// <inheritdoc/>
    public override string Type => "emoji";

    /// <summary>Its name without colons.</summary>
    public required string Name { get; init; }

    /// <summary>Its code points in hexadecimal, as Slack's own clients send.</summary>
    public string? Unicode { get; init; }
}

/// <summary>A moment, shown in each reader's own time zone. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block#date-element-type</summary>
public sealed record RichTextDate : RichTextInline
{
    /// <inheritdoc/>
    public override string Type => "date";

    /// <summary>Seconds since 1970-01-01 UTC.</summary>
    public required long Timestamp { get; init; }

    /// <summary>How it is shown, such as <c>{date_short} at {time}</c>.</summary>
    public required string Format { get; init; }

    /// <summary>An address to link it to.</summary>
    public string? Url { get; init; }

    /// <summary>What is shown where dates cannot be.</summary>
    public string? Fallback { get; init; }

    /// <summary>How it is set; null for plain.</summary>
    public RichTextStyle? Style { get; init; }
}
