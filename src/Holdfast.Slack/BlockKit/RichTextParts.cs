namespace Holdfast.Slack.BlockKit;

/// <summary>Formatted text without markup in it. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block</summary>
public sealed record RichTextBlock : Block
{
    /// <inheritdoc/>
    public override string Type => "rich_text";

    /// <summary>The parts, from top to bottom.</summary>
    public required IReadOnlyList<RichTextPart> Elements { get; init; }
}

/// <summary>A paragraph. https://docs.slack.dev/reference/block-kit/block-elements/rich-text-section-element</summary>
public sealed record RichTextSection : RichTextPart
{
    /// <inheritdoc/>
    public override string Type => "rich_text_section";

    /// <summary>The runs of text.</summary>
    public required IReadOnlyList<RichTextInline> Elements { get; init; }
}

/// <summary>A list. https://docs.slack.dev/reference/block-kit/block-elements/rich-text-list-element</summary>
public sealed record RichTextList : RichTextPart
{
    /// <summary>Points without numbers.</summary>
    public const string Bullet = "bullet";

    /// <summary>Numbered points.</summary>
    public const string Ordered = "ordered";

    /// <inheritdoc/>
    public override string Type => "rich_text_list";

    /// <summary><see cref="Bullet"/> or <see cref="Ordered"/>.</summary>
    public required string Style { get; init; }

    /// <summary>The points, each a <see cref="RichTextSection"/>.</summary>
    public required IReadOnlyList<RichTextPart> Elements { get; init; }

    /// <summary>How deep the list is nested, from 0 to <see cref="SlackLimits.ListIndent"/>; a nested list is a list of its own that follows.</summary>
    public int? Indent { get; init; }

    /// <summary>What to add to the numbers, so that a list goes on after an interruption.</summary>
    public int? Offset { get; init; }

    /// <summary>1 draws a line at the side.</summary>
    public int? Border { get; init; }
}

/// <summary>A piece of code. https://docs.slack.dev/reference/block-kit/block-elements/rich-text-preformatted-element</summary>
public sealed record RichTextPreformatted : RichTextPart
{
    /// <inheritdoc/>
    public override string Type => "rich_text_preformatted";

    /// <summary><see cref="RichTextText"/> and <see cref="RichTextLink"/>.</summary>
    public required IReadOnlyList<RichTextInline> Elements { get; init; }

    /// <summary>1 draws a line at the side.</summary>
    public int? Border { get; init; }

    /// <summary>The programming language, for colours.</summary>
    public string? Language { get; init; }
}

/// <summary>A quotation. https://docs.slack.dev/reference/block-kit/block-elements/rich-text-quote-element</summary>
public sealed record RichTextQuote : RichTextPart
{
    /// <inheritdoc/>
    public override string Type => "rich_text_quote";

    /// <summary>The runs of text.</summary>
    public required IReadOnlyList<RichTextInline> Elements { get; init; }

    /// <summary>1 draws a line at the side.</summary>
    public int? Border { get; init; }
}
