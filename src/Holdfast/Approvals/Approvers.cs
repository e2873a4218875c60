using Holdfast.Agents;
using Holdfast.Operators;
using Holdfast.Slack;
using Holdfast.Text;
using Holdfast.Workspaces;
using Microsoft.Extensions.Options;

namespace Holdfast.Approvals;

/// <summary>Knows who may decide.</summary>
public sealed class Approvers(IWorkspaces workspaces, SlackDirectory directory, OperatorList operators, IOptions<ApprovalOptions> options)
{
    /// <summary>Null when a user may decide about an approval; else why not, in words for that user.</summary>
    /// <param name="team">The workspace in which the user wants to.</param>
    /// <param name="user">The user.</param>
    /// <param name="approval">The approval.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SlackException">Whether the user belongs to a group could not be found out.</exception>
    public async ValueTask<string?> ReasonAgainstAsync(TeamId team, UserId user, Approval approval, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(approval);
        var policy = (await workspaces.FindAsync(team, cancellationToken))?.Policy ?? WorkspacePolicy.None;
        if (!options.Value.RequesterMayApprove && user.Value == approval.RequestedBy)
            return $"You asked for this, so someone else must approve it.{Ask(policy, team, user, approval)}";
        if (operators.IsOperator(team, user) || policy.Of(options.Value.Users).Contains(user.Value))
            return null;
        foreach (var group in policy.Of(options.Value.UserGroups))
        {
            if ((await directory.MembersAsync(team, group, cancellationToken)).Contains(user.Value))
                return null;
        }

        return $"You can't approve this.{Ask(policy, team, user, approval)}";
    }

    /// <summary>Those whom the operator names for a decision, without the one who asks: users and user groups. Operators where nobody else is named.</summary>
    /// <param name="team">The workspace, whose work is at hand.</param>
    /// <param name="requester">Who has asked for what is to be approved.</param>
    internal (IReadOnlyList<string> Users, IReadOnlyList<string> Groups) NamedFor(TeamId team, string requester)
    {
        var policy = workspaces.PolicyOf(team);
        var (users, groups) = (policy.Of(options.Value.Users), policy.Of(options.Value.UserGroups));
        var named = users.Count + groups.Count > 0 ? users : operators.UsersOf(team);
        return ([.. named.Where(user => user != requester).Distinct(StringComparer.Ordinal)], [.. groups.Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Whom to ask instead; nothing where there is no one.</summary>
    private string Ask(WorkspacePolicy policy, TeamId team, UserId user, Approval approval)
    {
        var users = operators.UsersOf(team).Concat(policy.Of(options.Value.Users))
            .Where(id => id != user.Value && (options.Value.RequesterMayApprove || id != approval.RequestedBy));
        return People.AnyOf(users, policy.Of(options.Value.UserGroups)) is { } others ? $" Ask {others}." : "";
    }
}
