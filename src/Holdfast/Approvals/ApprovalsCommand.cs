using Holdfast.Commands;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Storage;
using Holdfast.Text;
using Microsoft.Extensions.Logging;

namespace Holdfast.Approvals;

/// <summary><c>/holdfast approvals</c>.</summary>
public sealed partial class ApprovalsCommand(IRecordReader approvals, ApprovalGrants grants, TimeProvider time, ILogger<ApprovalsCommand> logger) : ISubcommand
{
    private const int MaxListed = 20;
    private const int MaxSearched = 1_000;

    /// <inheritdoc/>
    public string Name => "approvals";

    /// <inheritdoc/>
    public string Help => "lists requests waiting for a decision, and what was allowed for always; `approvals revoke ID` takes that back";

    /// <inheritdoc/>
    public bool IsForOperators => true;

    /// <inheritdoc/>
    public async ValueTask<CommandReply> RunAsync(Interaction command, string arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var (word, rest) = CommandLine.Split(arguments);
        return word == "revoke" ? await RevokeAsync(command, rest, cancellationToken) : await ListAsync(command, cancellationToken);
    }

    private async ValueTask<CommandReply> ListAsync(Interaction command, CancellationToken cancellationToken)
    {
        var pending = await approvals.GetPendingApprovalsAsync(command.Team.Value, MaxListed, cancellationToken);
        var lines = pending.Select(approval =>
            $"• {Names.Channel(approval.Conversation)} `{Names.Line(approval.Tool)}` for <@{approval.RequestedBy}>, expires {SlackDate.Relative(approval.ExpiresAt)}: `{Names.Line(approval.Shown)}`");
        var waiting = pending.Count == 0 ? "Nothing to approve." : $"*Waiting for a decision*\n{string.Join('\n', lines)}";
        var always = await grants.AllAsync(command.Team.Value, MaxListed, cancellationToken);
        if (always.Count == 0)
            return waiting;
        var given = always.Select(grant =>
            $"• `{grant.Id.ShortForm}` {Names.Channel(grant.Conversation)} `{Names.Line(grant.Tool)}` for <@{grant.User}>, by <@{grant.By}> {SlackDate.Relative(grant.At)}");
        return $"{waiting}\n*Allowed for always* (`/holdfast approvals revoke ID` takes it back)\n{string.Join('\n', given)}";
    }

    private async ValueTask<CommandReply> RevokeAsync(Interaction command, string id, CancellationToken cancellationToken)
    {
        var part = id.Trim().Trim('`').ToLowerInvariant();
        var meant = part.Length < ItemId.ShortestPart ? [] : (await grants.AllAsync(command.Team.Value, MaxSearched, cancellationToken)).Where(grant => grant.Id.IsMeantBy(part)).ToList();
        if (meant is not [var found])
            return $"{(meant.Count == 0 ? "Nothing that was allowed has that id." : "Several have an id like that: write more of it.")} `/holdfast approvals` shows the ids.";
        LogRevoked(found.Tool, found.User, found.Conversation, command.User.Value);
        return new CommandReply($"🚫 `{Names.Line(found.Tool)}` needs an approval again for <@{found.User}> in {Names.Channel(found.Conversation)}.")
        {
            Effects = new Effects
            {
                Records = [ApprovalGrant.Kind.KeyOf(found.Id).With(value: null) with { Team = command.Team.Value }, ApprovalAudit.Revoked(found, command.User.Value, time.GetUtcNow())],
            },
        };
    }

    [LoggerMessage(916, LogLevel.Warning, "{Tool} may no longer be used by {User} in {Conversation} without asking: {By} has revoked it")]
    private partial void LogRevoked(string tool, string user, string conversation, string by);
}
