namespace Holdfast.Slack.BlockKit;

/// <summary>A picture within a block. https://docs.slack.dev/reference/block-kit/block-elements/image-element</summary>
public sealed record ImageElement : BlockElement
{
    /// <inheritdoc/>
    public override string Type => "image";

    /// <summary>The address of the picture.</summary>
    public required string ImageUrl { get; init; }

    /// <summary>What the picture shows, without markup.</summary>
    public required string AltText { get; init; }
}

/// <summary>A text field. https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element</summary>
public sealed record PlainTextInputElement : BlockElement
{
    /// <inheritdoc/>
    public override string Type => "plain_text_input";

    /// <summary>Names the field in the view's state.</summary>
    public string? ActionId { get; init; }

    /// <summary>The text to begin with.</summary>
    public string? InitialValue { get; init; }

    /// <summary>Whether it has several lines; Slack's default is false.</summary>
    public bool? Multiline { get; init; }

    /// <summary>The least number of characters, at most <see cref="SlackLimits.PlainTextInput"/>.</summary>
    public int? MinLength { get; init; }

    /// <summary>The greatest number of characters, at most <see cref="SlackLimits.PlainTextInput"/>.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Grey plain text in the empty field.</summary>
    public TextObject? Placeholder { get; init; }

    /// <summary>Whether the cursor starts here.</summary>
    public bool? FocusOnLoad { get; init; }
}

/// <summary>A number field. https://docs.slack.dev/reference/block-kit/block-elements/number-input-element</summary>
public sealed record NumberInputElement : BlockElement
{
    /// <inheritdoc/>
    public override string Type => "number_input";

    /// <summary>Whether fractions are allowed.</summary>
    public required bool IsDecimalAllowed { get; init; }

    /// <summary>Names the field in the view's state.</summary>
    public string? ActionId { get; init; }

    /// <summary>The number to begin with, as text.</summary>
    public string? InitialValue { get; init; }

    /// <summary>The least number, as text.</summary>
    public string? MinValue { get; init; }

    /// <summary>The greatest number, as text.</summary>
    public string? MaxValue { get; init; }
}

/// <summary>A point in time. https://docs.slack.dev/reference/block-kit/block-elements/datetime-picker-element</summary>
public sealed record DateTimePickerElement : BlockElement
{
    /// <inheritdoc/>
    public override string Type => "datetimepicker";

    /// <summary>Names the field in the view's state.</summary>
    public string? ActionId { get; init; }

    /// <summary>The time to begin with, in seconds since 1970-01-01 UTC.</summary>
    public long? InitialDateTime { get; init; }
}
