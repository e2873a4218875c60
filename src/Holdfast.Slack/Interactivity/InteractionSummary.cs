namespace Holdfast.Slack.Interactivity;

/// <summary>
/// What decides where an interaction or command goes, read without decoding the rest. Null means that the field is absent,
/// not a string, or longer than <see cref="MaxLength"/>.
/// </summary>
public readonly record struct InteractionSummary
{
    /// <summary>What <see cref="Type"/> says of a slash command, whose payload has no type.</summary>
    public const string SlashCommandType = "slash_command";

    /// <summary>The longest text that is read, in UTF-16 code units; no id or value of Slack is longer.</summary>
    public const int MaxLength = 3_000;

    /// <summary>The kind, such as <c>block_actions</c>, or <see cref="SlashCommandType"/>.</summary>
    public string? Type { get; init; }

    /// <summary>Allows to open a view; lives 3 s and can be used once.</summary>
    public string? TriggerId { get; init; }

    /// <summary>The workspace; for an app installed for a whole organisation, the person's own.</summary>
    public string? TeamId { get; init; }

    /// <summary>
    /// The workspace in which the app is installed that is told of it, or the organisation, when the app is installed for all of it. It
    /// differs from <see cref="TeamId"/> in a view that a person of another organisation has before them.
    /// </summary>
    public string? Installation { get; init; }

    /// <summary>Who did it.</summary>
    public string? UserId { get; init; }

    /// <summary>Where it was done; null in a view and for a global shortcut.</summary>
    public string? ChannelId { get; init; }

    /// <summary>The message that was acted on.</summary>
    public string? MessageTs { get; init; }

    /// <summary>The thread of that message.</summary>
    public string? ThreadTs { get; init; }

    /// <summary>The first action's element.</summary>
    public string? ActionId { get; init; }

    /// <summary>The first action's block.</summary>
    public string? BlockId { get; init; }

    /// <summary>The first action's value, or that of its chosen option. Anyone may have forged it.</summary>
    public string? Value { get; init; }

    /// <summary>When it happened.</summary>
    public string? ActionTs { get; init; }

    /// <summary>Our name of the shortcut or of the view.</summary>
    public string? CallbackId { get; init; }

    /// <summary>The view.</summary>
    public string? ViewId { get; init; }

    /// <summary>The command with its slash.</summary>
    public string? Command { get; init; }

    /// <summary>Type and names of ours alone: values do not belong in a log.</summary>
    /// <returns>What it is.</returns>
    public override string ToString() => $"{Type} {Command ?? ActionId ?? CallbackId}";
}
