using Holdfast.Slack;

namespace Holdfast.Workspaces;

/// <summary>
/// A workspace in which the app is installed, as the work in it needs to know it. It is asked for by team, each time, and not kept: it may be
/// installed anew, or gone, the next time.
/// </summary>
/// <param name="Identity">Who the bot is there.</param>
/// <param name="Slack">How Slack is called there.</param>
/// <param name="Policy">What is allowed there, and to whom.</param>
public sealed record WorkspaceContext(BotIdentity Identity, SlackApi Slack, WorkspacePolicy Policy)
{
    /// <summary>The workspace, or the organisation, when the app is installed for all of it.</summary>
    public TeamId Team => Identity.Team;
}
