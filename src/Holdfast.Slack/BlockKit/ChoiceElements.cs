namespace Holdfast.Slack.BlockKit;

/// <summary>A menu of given options. https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element</summary>
public sealed record StaticSelectElement : BlockElement
{
    /// <inheritdoc/>
    public override string Type => "static_select";

    /// <summary>Names the field.</summary>
    public string? ActionId { get; init; }

    /// <summary>At most <see cref="SlackLimits.SelectOptions"/> options; or use <see cref="OptionGroups"/>.</summary>
    public IReadOnlyList<OptionObject>? Options { get; init; }

    /// <summary>Options under headings.</summary>
    public IReadOnlyList<OptionGroupObject>? OptionGroups { get; init; }

    /// <summary>The choice to begin with; must equal one of the options.</summary>
    public OptionObject? InitialOption { get; init; }

    /// <summary>Grey plain text of the empty menu.</summary>
    public TextObject? Placeholder { get; init; }

    /// <summary>Asks before the choice counts.</summary>
    public ConfirmObject? Confirm { get; init; }
}

/// <summary>A menu of people. https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element</summary>
public sealed record UsersSelectElement : BlockElement
{
    /// <inheritdoc/>
    public override string Type => "users_select";

    /// <summary>Names the field.</summary>
    public string? ActionId { get; init; }

    /// <summary>The person to begin with.</summary>
    public UserId? InitialUser { get; init; }

    /// <summary>Grey plain text of the empty menu.</summary>
    public TextObject? Placeholder { get; init; }
}

/// <summary>A menu of conversations. https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element</summary>
public sealed record ConversationsSelectElement : BlockElement
{
    /// <inheritdoc/>
    public override string Type => "conversations_select";

    /// <summary>Names the field.</summary>
    public string? ActionId { get; init; }

    /// <summary>The conversation to begin with.</summary>
    public ChannelId? InitialConversation { get; init; }

    /// <summary>Whether to begin with the conversation in which the view was opened.</summary>
    public bool? DefaultToCurrentConversation { get; init; }

    /// <summary>Whether the submission carries an address to answer to.</summary>
    public bool? ResponseUrlEnabled { get; init; }

    /// <summary>Grey plain text of the empty menu.</summary>
    public TextObject? Placeholder { get; init; }
}

/// <summary>One of a few. https://docs.slack.dev/reference/block-kit/block-elements/radio-button-group-element</summary>
public sealed record RadioButtonsElement : BlockElement
{
    /// <inheritdoc/>
    public override string Type => "radio_buttons";

    /// <summary>Names the field.</summary>
    public string? ActionId { get; init; }

    /// <summary>At most <see cref="SlackLimits.FewOptions"/> options.</summary>
    public required IReadOnlyList<OptionObject> Options { get; init; }

    /// <summary>The choice to begin with.</summary>
    public OptionObject? InitialOption { get; init; }
}

/// <summary>Any of a few. https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element</summary>
public sealed record CheckboxesElement : BlockElement
{
    /// <inheritdoc/>
    public override string Type => "checkboxes";

    /// <summary>Names the field.</summary>
    public string? ActionId { get; init; }

    /// <summary>At most <see cref="SlackLimits.FewOptions"/> options.</summary>
    public required IReadOnlyList<OptionObject> Options { get; init; }

    /// <summary>The choices to begin with; leave it null rather than empty.</summary>
    public IReadOnlyList<OptionObject>? InitialOptions { get; init; }
}

/// <summary>The "…" menu. https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element</summary>
public sealed record OverflowElement : BlockElement
{
    /// <inheritdoc/>
    public override string Type => "overflow";

    /// <summary>Names the action.</summary>
    public string? ActionId { get; init; }

    /// <summary>The entries.</summary>
    public required IReadOnlyList<OptionObject> Options { get; init; }

    /// <summary>Asks before the choice counts.</summary>
    public ConfirmObject? Confirm { get; init; }
}
