using Holdfast.Commands;
using Holdfast.Interactions;
using Holdfast.Runs;

namespace Holdfast.ViewFlow;

/// <summary><c>/holdfast retention</c>: opens the modal in which people choose how long their runs are kept.</summary>
/// <param name="form">The modal.</param>
/// <param name="retention">How long they are kept now.</param>
/// <param name="opener">Opens it.</param>
public sealed class RetentionCommand(RetentionForm form, RunRetention retention, FlowOpener opener) : ISubcommand
{
    /// <inheritdoc/>
    public string Name => "retention";

    /// <inheritdoc/>
    public string Help => "sets how long the details of your runs are kept";

    /// <inheritdoc/>
    public bool IsForOperators => false;

    /// <inheritdoc/>
    public async ValueTask<CommandReply> RunAsync(Interaction command, string arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var current = await retention.GetAsync(command.Team.Value, command.User.Value, cancellationToken);
        return new CommandReply(await opener.ShowAsync(command, form.Show(current), cancellationToken));
    }
}
