using Holdfast.Slack;

namespace Holdfast.Workspaces;

/// <summary>
/// A workspace in which the app is installed, as the work in it needs to know it. It is asked for by team, each time, and not kept: it may be
/// installed anew, or gone, the next time.
/// </summary>
/// <param name="identity">Who the bot is there.</param>
/// <param name="slack">How Slack is called there.</param>
/// <param name="policy">What is allowed there, and to whom.</param>
public sealed class WorkspaceContext(BotIdentity identity, SlackApi slack, WorkspacePolicy policy)
{
    /// <summary>The workspace, or the organisation, when the app is installed for all of it.</summary>
    public TeamId Team => identity.Team;

    /// <summary>Who the bot is there.</summary>
    public BotIdentity Identity => identity;

    /// <summary>How Slack is called there.</summary>
    public SlackApi Slack => slack;

    /// <summary>What is allowed there, and to whom.</summary>
    public WorkspacePolicy Policy => policy;
}
