using Holdfast.Slack;
using Holdfast.Workspaces;
using Microsoft.Extensions.Options;

namespace Holdfast.Operators;

/// <summary>Knows who is an operator.</summary>
public sealed class OperatorList(IWorkspaces workspaces, IOptions<OperatorOptions> options)
{
    /// <summary>Whether a user is an operator in a workspace whose work is at hand.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="user">The user.</param>
    public bool IsOperator(TeamId team, UserId user) => workspaces.PolicyOf(team).Of(options.Value.Users).Contains(user.Value);

    /// <summary>The ids of all operators in such a workspace.</summary>
    /// <param name="team">The workspace.</param>
    public IEnumerable<string> UsersOf(TeamId team) => workspaces.PolicyOf(team).Of(options.Value.Users);
}
