using Holdfast.Slack;
using Microsoft.Extensions.Options;

namespace Holdfast.Operators;

/// <summary>Knows who is an operator.</summary>
public sealed class OperatorList(IOptions<OperatorOptions> options)
{
    /// <summary>Whether a user is an operator.</summary>
    /// <param name="user">The user.</param>
    public bool IsOperator(UserId user) => options.Value.Users.Contains(user.Value);

    /// <summary>The ids of all of them.</summary>
    public IEnumerable<string> Users => options.Value.Users;
}
