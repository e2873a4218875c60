using Holdfast.Slack.Json;

namespace Holdfast.Slack.Interactivity;

/// <summary>A slash command. https://docs.slack.dev/interactivity/implementing-slash-commands</summary>
public sealed record SlashCommand
{
    /// <summary>The command with its slash.</summary>
    public string Command { get; init => field = value ?? ""; } = "";

    /// <summary>What follows the command.</summary>
    public string Text { get; init => field = value ?? ""; } = "";

    /// <summary>The workspace.</summary>
    public TeamId TeamId { get; init; }

    /// <summary>Where it was typed.</summary>
    public ChannelId ChannelId { get; init; }

    /// <summary>The channel's name, <c>directmessage</c> or <c>privategroup</c>.</summary>
    public string? ChannelName { get; init; }

    /// <summary>Who typed it.</summary>
    public UserId UserId { get; init; }

    /// <summary>The account's name.</summary>
    public string? UserName { get; init; }

    /// <summary>The app.</summary>
    public string? ApiAppId { get; init; }

    /// <summary>The organisation.</summary>
    public string? EnterpriseId { get; init; }

    /// <summary>The organisation's name.</summary>
    public string? EnterpriseName { get; init; }

    /// <summary>The workspace's part of its address.</summary>
    public string? TeamDomain { get; init; }

    /// <summary>The thread in which it was typed, where Slack tells it.</summary>
    public SlackTs? ThreadTs { get; init; }

    /// <summary>Allows to open a view; lives 3 s and can be used once.</summary>
    public string? TriggerId { get; init; }

    /// <summary>Where to answer without a token, five times within 30 minutes; a secret.</summary>
    public string? ResponseUrl { get; init; }

    /// <summary><c>true</c> or <c>false</c> as text, as Slack sends it.</summary>
    public string? IsEnterpriseInstall { get; init; }

    /// <summary>Reads a command without throwing.</summary>
    /// <param name="payload">The payload of a Socket Mode envelope, or a form's fields as a JSON object, in UTF-8.</param>
    /// <returns>The command; null when the payload is not one.</returns>
    public static SlashCommand? TryRead(ReadOnlySpan<byte> payload) => TolerantJson.TryRead(payload, InteractivityJson.LooseContracts.SlashCommand);

    /// <summary>The command alone: what follows is what a person wrote.</summary>
    /// <returns>The command.</returns>
    public override string ToString() => Command;
}
