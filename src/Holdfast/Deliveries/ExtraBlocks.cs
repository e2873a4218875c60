using Holdfast.Caching;

namespace Holdfast.Deliveries;

/// <summary>Blocks that a message can do without, and which workspaces do not take them: Slack brings new ones to one workspace after the other.</summary>
/// <param name="time">The clock.</param>
public sealed class ExtraBlocks(TimeProvider time)
{
    private readonly ExpiringCache<string, bool> _without = new(TimeSpan.FromHours(1), capacity: 10_000, time);

    /// <summary>Whether a workspace does not take them.</summary>
    internal bool AreRefused(string team) => _without.TryGet(team, out _);

    /// <summary>A workspace took a message without them, and not with them.</summary>
    internal void Refused(string team) => _without.Set(team, value: true);

    /// <summary>The same call without them; null when there are none in it.</summary>
    internal static DeliveryCall? Without(DeliveryCall call) => PlannedBlocks.Replace(call, "context_actions", static _ => []);
}
