using Holdfast.Slack;

namespace Holdfast.Workspaces;

/// <summary>Who the bot is in a workspace.</summary>
/// <param name="Team">The workspace in which the app is installed, or the organisation, when it is installed for all of it.</param>
/// <param name="User">The user that people mention.</param>
/// <param name="Bot">The id that its messages carry.</param>
public sealed record BotIdentity(TeamId Team, UserId User, string? Bot)
{
    /// <summary>The organisation that the workspace is a part of; null outside Enterprise Grid.</summary>
    public string? Organisation { get; init; }

    /// <summary>What direct messages are to each other there.</summary>
    public DirectMessages DirectMessages { get; init; }

    /// <summary>The thread to which a direct message belongs; null for the conversation outside of threads.</summary>
    /// <param name="thread">The thread in which it is; null for none.</param>
    /// <param name="message">The message.</param>
    public SlackTs? DirectThreadOf(SlackTs? thread, SlackTs message) => DirectMessages == DirectMessages.Sessions ? thread ?? message : thread;

    /// <summary>
    /// Whether an event, a click or a command is for this installation. Over the sockets of an app come those of every workspace that has
    /// it, and none but ours is anything that this token may answer.
    /// </summary>
    /// <param name="installation">
    /// The installation that Slack names, which is not where the person is at home: people of other organisations take part in shared
    /// channels. Null, which Slack never sends, passes.
    /// </param>
    public bool IsFor(string? installation) => installation is null || installation == Team.Value;
}
