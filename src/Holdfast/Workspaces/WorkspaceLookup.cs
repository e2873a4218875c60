using Holdfast.Slack;

namespace Holdfast.Workspaces;

/// <summary>The ways in which work names its workspace.</summary>
public static class WorkspaceLookup
{
    /// <summary>What Slack says to a bot whose app is not installed (any more).</summary>
    private const string NotInstalled = "account_inactive";

    /// <summary>The workspace at hand of what Slack sent.</summary>
    /// <param name="workspaces">The workspaces.</param>
    /// <param name="installation">The installation that Slack names. Null, which Slack never sends, is the configured one.</param>
    public static WorkspaceContext? Find(this IWorkspaces workspaces, string? installation)
    {
        ArgumentNullException.ThrowIfNull(workspaces);
        if (installation is null)
            return workspaces.Configured;
        return TeamId.TryParse(installation, out var team) ? workspaces.Find(team) : null;
    }

    /// <summary>The workspace of what Slack sent, from wherever it is known.</summary>
    /// <param name="workspaces">The workspaces.</param>
    /// <param name="installation">The installation that Slack names. Null, which Slack never sends, is the configured one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async ValueTask<WorkspaceContext?> FindAsync(this IWorkspaces workspaces, string? installation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(workspaces);
        if (installation is null)
            return workspaces.Configured;
        return TeamId.TryParse(installation, out var team) ? await workspaces.FindAsync(team, cancellationToken) : null;
    }

    /// <summary>
    /// How Slack is called in a workspace. Of one that is gone by now the caller hears what Slack would say to it.
    /// </summary>
    /// <param name="workspaces">The workspaces.</param>
    /// <param name="team">The workspace.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SlackException">The app is not installed there.</exception>
    public static async ValueTask<SlackApi> SlackOfAsync(this IWorkspaces workspaces, TeamId team, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(workspaces);
        return (await workspaces.FindAsync(team, cancellationToken))?.Slack ?? throw new SlackException("auth.test", NotInstalled);
    }
}
