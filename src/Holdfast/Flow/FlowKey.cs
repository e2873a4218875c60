using Holdfast.Workspaces;
using Microsoft.Extensions.Options;

namespace Holdfast.Flow;

/// <summary>
/// Signs what views carry, with a key that every worker can make from the bot token: nothing has to be kept or shared. When the
/// token is replaced, modals that are open then must be opened again.
/// </summary>
public sealed class FlowKey(IOptions<SlackOptions> options)
{
    /// <summary>Writes and reads what views carry.</summary>
    public FlowState.Signer Signer { get; } = FlowState.Signer.FromSecret(options.Value.BotToken);
}
