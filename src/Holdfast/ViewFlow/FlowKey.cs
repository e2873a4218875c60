using Holdfast.Slack;
using Holdfast.Workspaces;

namespace Holdfast.ViewFlow;

/// <summary>
/// Signs what views carry, with a key that every worker can make from the workspace's bot token: nothing has to be kept or shared. When the
/// token is replaced, modals that are open then must be opened again.
/// </summary>
public sealed class FlowKey(IWorkspaces workspaces)
{
    /// <summary>Writes and reads what views in a workspace carry.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SlackException">The app is not installed there.</exception>
    public async ValueTask<FlowState.Signer> SignerAsync(TeamId team, CancellationToken cancellationToken)
    {
        var slack = await workspaces.SlackOfAsync(team, cancellationToken);
        return await slack.DeriveAsync(FlowState.Signer.FromSecret, cancellationToken);
    }
}
