namespace Holdfast.Workspaces;

/// <summary>What is allowed in a workspace, and to whom.</summary>
/// <param name="IsConfigured">
/// Whether the configuration speaks of it: ids of people and channels there name no workspace, and are this one's. What they allow is allowed
/// nowhere else.
/// </param>
public sealed record WorkspacePolicy(bool IsConfigured)
{
    /// <summary>Whether a list of the configuration names somebody, or something, of this workspace.</summary>
    /// <param name="configured">The list.</param>
    /// <param name="id">Slack's id.</param>
    public bool Names(ICollection<string> configured, string id)
    {
        ArgumentNullException.ThrowIfNull(configured);
        return IsConfigured && configured.Contains(id);
    }
}
