using Holdfast.Agents;
using Holdfast.Caching;
using Holdfast.Lanes;
using Holdfast.Operators;
using Holdfast.Slack;
using Holdfast.Slack.WebApi.Usergroups;
using Holdfast.Text;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Approvals;

/// <summary>Knows who may decide.</summary>
public sealed partial class Approvers(
    IWorkspaces workspaces,
    OperatorList operators,
    IOptions<ApprovalOptions> options,
    TimeProvider time,
    ILogger<Approvers> logger)
{
    /// <summary>Who leaves a group may decide for so long after.</summary>
    private readonly ExpiringCache<(TeamId Team, string Group), Task<HashSet<string>>> _groups = new(TimeSpan.FromMinutes(1), capacity: 1_000, time);

    private readonly Lock _lock = new();

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
            if ((await MembersAsync(team, group, cancellationToken)).Contains(user.Value))
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

    /// <summary>Many may click at once: Slack is asked for all of them once, or it would refuse most of the calls, and with them an approver.</summary>
    private Task<HashSet<string>> MembersAsync(TeamId team, string group, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_groups.TryGet((team, group), out var members) || members.IsFaulted)
                _groups.Set((team, group), members = AskAsync(team, group));
            return members.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Bounded by the client's own limit; it goes on for the others when one of those who wait gives up.</summary>
    private async Task<HashSet<string>> AskAsync(TeamId team, string group)
    {
        LaneHold.StepOut();
        var answer = await workspaces.CallAsync(team, new UsergroupsUsersListRequest { Usergroup = group }, CancellationToken.None);
        var members = answer.Users.Select(user => user.Value).ToHashSet(StringComparer.Ordinal);
        LogMembers(group, members.Count);
        return members;
    }

    [LoggerMessage(900, LogLevel.Debug, "User group {Group} has {Members} members who may approve")]
    private partial void LogMembers(string group, int members);
}
