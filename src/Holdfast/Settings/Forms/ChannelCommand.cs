using Holdfast.Commands;
using Holdfast.Interactions;

namespace Holdfast.Settings.Forms;

/// <summary><c>/holdfast channel</c>: opens what counts for everybody in a channel.</summary>
/// <param name="form">The modal.</param>
public sealed class ChannelCommand(ChannelForm form) : ISubcommand
{
    /// <inheritdoc/>
    public string Name => "channel";

    /// <inheritdoc/>
    public string Help => "opens what is set for everybody in this channel";

    /// <summary>By an option others may, too: the form asks.</summary>
    public bool IsForOperators => false;

    /// <inheritdoc/>
    public async ValueTask<CommandReply> RunAsync(Interaction command, string arguments, CancellationToken cancellationToken) =>
        new(await form.OpenAsync(command, cancellationToken));
}
