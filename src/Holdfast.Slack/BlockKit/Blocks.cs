namespace Holdfast.Slack.BlockKit;

/// <summary>Text, fields or both, with an element at the side. https://docs.slack.dev/reference/block-kit/blocks/section-block</summary>
public sealed record SectionBlock : Block
{
    /// <inheritdoc/>
    public override string Type => "section";

    /// <summary>The text, at most <see cref="SlackLimits.SectionText"/> characters; required unless there are fields.</summary>
    public TextObject? Text { get; init; }

    /// <summary>Short texts in two columns, at most <see cref="SlackLimits.SectionFields"/>.</summary>
    public IReadOnlyList<TextObject>? Fields { get; init; }

    /// <summary>An element at the side of the text.</summary>
    public BlockElement? Accessory { get; init; }

    /// <summary>True shows the whole text without "see more".</summary>
    public bool? Expand { get; init; }
}

/// <summary>A large heading. https://docs.slack.dev/reference/block-kit/blocks/header-block</summary>
public sealed record HeaderBlock : Block
{
    /// <inheritdoc/>
    public override string Type => "header";

    /// <summary>Plain text of at most <see cref="SlackLimits.HeaderText"/> characters.</summary>
    public required TextObject Text { get; init; }
}

/// <summary>A line across. https://docs.slack.dev/reference/block-kit/blocks/divider-block</summary>
public sealed record DividerBlock : Block
{
    /// <inheritdoc/>
    public override string Type => "divider";
}

/// <summary>Small print: texts and images. https://docs.slack.dev/reference/block-kit/blocks/context-block</summary>
public sealed record ContextBlock : Block
{
    /// <inheritdoc/>
    public override string Type => "context";

    /// <summary><see cref="TextObject"/> and <see cref="ImageElement"/>, at most <see cref="SlackLimits.ContextElements"/>.</summary>
    public required IReadOnlyList<BlockElement> Elements { get; init; }
}

/// <summary>Feedback and icon buttons under an answer. https://docs.slack.dev/reference/block-kit/blocks/context-actions-block</summary>
public sealed record ContextActionsBlock : Block
{
    /// <inheritdoc/>
    public override string Type => "context_actions";

    /// <summary><see cref="FeedbackButtonsElement"/> and <see cref="IconButtonElement"/>, at most <see cref="SlackLimits.ContextActionsElements"/>.</summary>
    public required IReadOnlyList<BlockElement> Elements { get; init; }
}

/// <summary>A row of things to press or choose. https://docs.slack.dev/reference/block-kit/blocks/actions-block</summary>
public sealed record ActionsBlock : Block
{
    /// <inheritdoc/>
    public override string Type => "actions";

    /// <summary>At most <see cref="SlackLimits.ActionsElements"/> elements.</summary>
    public required IReadOnlyList<BlockElement> Elements { get; init; }
}

/// <summary>A picture, by its public address or as a file of Slack's: one of the two. https://docs.slack.dev/reference/block-kit/blocks/image-block</summary>
public sealed record ImageBlock : Block
{
    /// <inheritdoc/>
    public override string Type => "image";

    /// <summary>The public address of the picture.</summary>
    public string? ImageUrl { get; init; }

    /// <summary>A PNG, JPEG or GIF that is in Slack and that the app may see. With any other file Slack refuses the whole message or view.</summary>
    public SlackFileObject? SlackFile { get; init; }

    /// <summary>What the picture shows, at most <see cref="SlackLimits.ImageAltText"/> characters, without markup.</summary>
    public required string AltText { get; init; }

    /// <summary>A title in plain text.</summary>
    public TextObject? Title { get; init; }
}

/// <summary>A field of a form. https://docs.slack.dev/reference/block-kit/blocks/input-block</summary>
public sealed record InputBlock : Block
{
    /// <inheritdoc/>
    public override string Type => "input";

    /// <summary>The field's name in plain text, at most <see cref="SlackLimits.InputLabel"/> characters.</summary>
    public required TextObject Label { get; init; }

    /// <summary>The field.</summary>
    public required BlockElement Element { get; init; }

    /// <summary>Help in plain text, at most <see cref="SlackLimits.InputLabel"/> characters.</summary>
    public TextObject? Hint { get; init; }

    /// <summary>Whether the field may stay empty; Slack's default is false.</summary>
    public bool? Optional { get; init; }

    /// <summary>Whether each change is sent as <c>block_actions</c>; Slack's default is false.</summary>
    public bool? DispatchAction { get; init; }
}

/// <summary>Standard Markdown that Slack renders itself. https://docs.slack.dev/reference/block-kit/blocks/markdown-block</summary>
public sealed record MarkdownBlock : Block
{
    /// <inheritdoc/>
    public override string Type => "markdown";

    /// <summary>The Markdown; all blocks of a message together hold at most <see cref="SlackLimits.MarkdownText"/> characters.</summary>
    public required string Text { get; init; }
}
