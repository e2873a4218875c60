using Holdfast.Slack;
using Holdfast.Slack.WebApi;

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

    /// <summary>What is allowed in a workspace at hand; nothing in one that is not.</summary>
    /// <param name="workspaces">The workspaces.</param>
    /// <param name="team">The workspace.</param>
    public static WorkspacePolicy PolicyOf(this IWorkspaces workspaces, TeamId team)
    {
        ArgumentNullException.ThrowIfNull(workspaces);
        return workspaces.Find(team)?.Policy ?? WorkspacePolicy.None;
    }

    /// <summary>Calls Slack in a workspace; see <see cref="SlackApi"/>.</summary>
    /// <typeparam name="TResponse">What the method answers.</typeparam>
    /// <param name="workspaces">The workspaces.</param>
    /// <param name="team">The workspace.</param>
    /// <param name="request">The method and its arguments.</param>
    /// <param name="cancellationToken">Cancels the call; whether Slack performed it is unknown then.</param>
    /// <exception cref="SlackException">The app is not installed there, Slack refused, or no trustworthy answer came.</exception>
    public static async Task<TResponse> CallAsync<TResponse>(
        this IWorkspaces workspaces, TeamId team, SlackRequest<TResponse> request, CancellationToken cancellationToken)
        where TResponse : SlackResponse => await (await workspaces.SlackOfAsync(team, cancellationToken)).CallAsync(request, cancellationToken);

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
