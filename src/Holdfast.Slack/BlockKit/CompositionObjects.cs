namespace Holdfast.Slack.BlockKit;

/// <summary>"Are you sure?" before an action. https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object</summary>
public sealed record ConfirmObject
{
    /// <summary>Plain text of at most <see cref="SlackLimits.ConfirmTitle"/> characters.</summary>
    public required TextObject Title { get; init; }

    /// <summary>What will happen, at most <see cref="SlackLimits.ConfirmText"/> characters.</summary>
    public required TextObject Text { get; init; }

    /// <summary>The button that goes on, at most <see cref="SlackLimits.ConfirmButton"/> characters.</summary>
    public required TextObject Confirm { get; init; }

    /// <summary>The button that goes back, at most <see cref="SlackLimits.ConfirmButton"/> characters.</summary>
    public required TextObject Deny { get; init; }

    /// <summary><c>primary</c> or <c>danger</c>.</summary>
    public string? Style { get; init; }
}

/// <summary>One choice of a menu. https://docs.slack.dev/reference/block-kit/composition-objects/option-object</summary>
public sealed record OptionObject
{
    /// <summary>What is shown, at most <see cref="SlackLimits.OptionText"/> characters.</summary>
    public required TextObject Text { get; init; }

    /// <summary>What is sent, at most <see cref="SlackLimits.OptionText"/> characters.</summary>
    public required string Value { get; init; }

    /// <summary>A second line in plain text.</summary>
    public TextObject? Description { get; init; }
}

/// <summary>Options under a heading. https://docs.slack.dev/reference/block-kit/composition-objects/option-group-object</summary>
public sealed record OptionGroupObject
{
    /// <summary>The heading in plain text.</summary>
    public required TextObject Label { get; init; }

    /// <summary>At most <see cref="SlackLimits.SelectOptions"/> options.</summary>
    public required IReadOnlyList<OptionObject> Options { get; init; }
}

/// <summary>A file that is in Slack. https://docs.slack.dev/reference/block-kit/composition-objects/slack-file-object</summary>
public sealed record SlackFileObject
{
    /// <summary>Slack's id of it.</summary>
    public required string Id { get; init; }
}

/// <summary>One of the two buttons of <see cref="FeedbackButtonsElement"/>.</summary>
public sealed record FeedbackButton
{
    /// <summary>Plain text of at most <see cref="SlackLimits.ButtonText"/> characters.</summary>
    public required TextObject Text { get; init; }

    /// <summary>What is sent, at most <see cref="SlackLimits.ButtonValue"/> characters.</summary>
    public required string Value { get; init; }

    /// <summary>What a screen reader says.</summary>
    public string? AccessibilityLabel { get; init; }
}
