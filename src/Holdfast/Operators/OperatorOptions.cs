using Holdfast.Configuration;

namespace Holdfast.Operators;

/// <summary>Who runs the agent. Section <c>Operators</c>.</summary>
public sealed class OperatorOptions
{
    /// <summary>Ids of users who may pause the agent, see what it does everywhere, and approve. Default: none.</summary>
    [SlackIds("UW", "users")]
    public IList<string> Users { get; init; } = [];
}
