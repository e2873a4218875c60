namespace Holdfast.Workspaces;

/// <summary>What is allowed in a workspace, and to whom.</summary>
/// <param name="IsConfigured">
/// Whether the configuration speaks of it: ids of people and channels there name no workspace, and are this one's. What they allow is allowed
/// nowhere else.
/// </param>
public sealed record WorkspacePolicy(bool IsConfigured)
{
    /// <summary>Of a workspace of which nothing is known.</summary>
    public static WorkspacePolicy None { get; } = new(IsConfigured: false);

    /// <summary>Those of a list of the configuration who, or which, are of this workspace.</summary>
    /// <param name="configured">The list: ids of Slack's.</param>
    public ICollection<string> Of(ICollection<string> configured) => IsConfigured ? configured : [];
}
