using Holdfast.Commands;
using Holdfast.Interactions;
using Holdfast.Storage;
using Holdfast.Text;

namespace Holdfast.Approvals;

/// <summary><c>/holdfast approvals</c>.</summary>
public sealed class ApprovalsCommand(IRecordReader approvals) : ISubcommand
{
    private const int MaxListed = 20;

    /// <inheritdoc/>
    public string Name => "approvals";

    /// <inheritdoc/>
    public string Help => "lists requests waiting for a decision";

    /// <inheritdoc/>
    public bool IsForOperators => true;

    /// <inheritdoc/>
    public async ValueTask<CommandReply> RunAsync(Interaction command, string arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var pending = await approvals.GetPendingApprovalsAsync(command.Team.Value, MaxListed, cancellationToken);
        if (pending.Count == 0)
            return "Nothing to approve.";
        var lines = pending.Select(approval =>
            $"• {Names.Channel(approval.Conversation)} `{Names.Line(approval.Tool)}` for <@{approval.RequestedBy}>, expires {SlackDate.Relative(approval.ExpiresAt)}: `{Names.Line(approval.Shown)}`");
        return $"*Waiting for a decision*\n{string.Join('\n', lines)}";
    }
}
