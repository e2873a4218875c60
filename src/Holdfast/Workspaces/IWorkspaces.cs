using Holdfast.Slack;

namespace Holdfast.Workspaces;

/// <summary>
/// The workspaces in which the app is installed. Whoever works on something finds its workspace here, by the team of the item, the conversation
/// or the record. There may be thousands, so none is listed, and each may have to be read from somewhere first.
/// </summary>
public interface IWorkspaces
{
    /// <summary>The workspace that the configuration speaks of; null where it speaks of none, or before Slack has said which it is.</summary>
    WorkspaceContext? Configured { get; }

    /// <summary>Whether there is one workspace for good: what holds for the server and what holds for its workspace is the same then.</summary>
    bool IsSingle { get; }

    /// <summary>
    /// Begins with the sign-in, where nothing but Slack is needed for it: the answer takes as long to come as the store takes to be opened.
    /// </summary>
    void BeginSignIn()
    {
    }

    /// <summary>Finds out what must be known before anything of Slack's is taken in. It may be called again after a failure.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The workspaces whose token was seen to work.</returns>
    /// <exception cref="SlackException">Slack refused, or no trustworthy answer came.</exception>
    Task<IReadOnlyList<WorkspaceContext>> SignInAsync(CancellationToken cancellationToken);

    /// <summary>A workspace that is at hand; null for one that is not, whether it is installed or not.</summary>
    /// <param name="team">The workspace.</param>
    WorkspaceContext? Find(TeamId team);

    /// <summary>A workspace, from wherever it is known; null when the app is not installed there.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="cancellationToken">Ends the wait, which lasts until the sign-in at least.</param>
    ValueTask<WorkspaceContext?> FindAsync(TeamId team, CancellationToken cancellationToken);
}
