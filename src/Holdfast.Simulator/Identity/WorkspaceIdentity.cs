namespace Holdfast.Simulator.Identity;

/// <summary>The ids and names that every payload carries.</summary>
/// <param name="BotName">The bot's display name.</param>
public sealed record WorkspaceIdentity(string BotName)
{
    /// <summary>The workspace.</summary>
    public string TeamId { get; init; } = "T0HOLDFAST";

    /// <summary>The workspace's name.</summary>
    public string TeamName { get; init; } = "Holdfast Harbour";

    /// <summary>The workspace's domain.</summary>
    public string TeamDomain { get; init; } = "holdfast-harbour";

    /// <summary>The app.</summary>
    public string AppId { get; init; } = "A0HOLDFAST";

    /// <summary>The bot as a member of the workspace.</summary>
    public string BotUserId { get; init; } = "U0HOLDFAST";

    /// <summary>The bot as an integration.</summary>
    public string BotId { get; init; } = "B0HOLDFAST";
}
