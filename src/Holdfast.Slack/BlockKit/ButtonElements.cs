namespace Holdfast.Slack.BlockKit;

/// <summary>A button. https://docs.slack.dev/reference/block-kit/block-elements/button-element</summary>
public sealed record ButtonElement : BlockElement
{
    /// <inheritdoc/>
    public override string Type => "button";

    /// <summary>Plain text of at most <see cref="SlackLimits.ButtonText"/> characters.</summary>
    public required TextObject Text { get; init; }

    /// <summary>Names the action, at most <see cref="SlackLimits.ActionId"/> characters.</summary>
    public string? ActionId { get; init; }

    /// <summary>What is sent with the click, at most <see cref="SlackLimits.ButtonValue"/> characters. Anyone may forge it: check on arrival.</summary>
    public string? Value { get; init; }

    /// <summary>An address to open as well.</summary>
    public string? Url { get; init; }

    /// <summary><c>primary</c> or <c>danger</c>.</summary>
    public string? Style { get; init; }

    /// <summary>Asks before the click counts.</summary>
    public ConfirmObject? Confirm { get; init; }

    /// <summary>What a screen reader says.</summary>
    public string? AccessibilityLabel { get; init; }
}

/// <summary>Thumbs up and down. https://docs.slack.dev/reference/block-kit/block-elements/feedback-buttons-element</summary>
public sealed record FeedbackButtonsElement : BlockElement
{
    /// <inheritdoc/>
    public override string Type => "feedback_buttons";

    /// <summary>Names the action.</summary>
    public string? ActionId { get; init; }

    /// <summary>The approving button.</summary>
    public required FeedbackButton PositiveButton { get; init; }

    /// <summary>The disapproving button.</summary>
    public required FeedbackButton NegativeButton { get; init; }
}

/// <summary>A button that is only an icon. https://docs.slack.dev/reference/block-kit/block-elements/icon-button-element</summary>
public sealed record IconButtonElement : BlockElement
{
    /// <inheritdoc/>
    public override string Type => "icon_button";

    /// <summary>The icon; Slack knows <c>trash</c>.</summary>
    public required string Icon { get; init; }

    /// <summary>What the icon means, in plain text.</summary>
    public required TextObject Text { get; init; }

    /// <summary>Names the action.</summary>
    public string? ActionId { get; init; }

    /// <summary>What is sent with the click.</summary>
    public string? Value { get; init; }

    /// <summary>Asks before the click counts.</summary>
    public ConfirmObject? Confirm { get; init; }

    /// <summary>What a screen reader says.</summary>
    public string? AccessibilityLabel { get; init; }

    /// <summary>The only people who see the button.</summary>
    public IReadOnlyList<UserId>? VisibleToUserIds { get; init; }
}
