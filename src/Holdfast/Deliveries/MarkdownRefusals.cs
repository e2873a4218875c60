using Holdfast.Caching;
using Holdfast.Items;
using Holdfast.Slack;

namespace Holdfast.Deliveries;

/// <summary>Remembers which workspaces do not take a block of Markdown, and for which single message that is so.</summary>
/// <param name="time">The clock.</param>
public sealed class MarkdownRefusals(TimeProvider time)
{
    private const int MaxRemembered = 10_000;

    /// <summary>After this it is tried again: Slack brings new blocks to one workspace after the other.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    private readonly ExpiringCache<string, bool> _workspaces = new(Memory, MaxRemembered, time);
    private readonly ExpiringCache<ItemId, bool> _deliveries = new(Memory, MaxRemembered, time);

    /// <summary>Whether a delivery's blocks were refused, or would be.</summary>
    internal bool Knows(string team, ItemId delivery) => _workspaces.TryGet(team, out _) || _deliveries.TryGet(delivery, out _);

    /// <summary>Whether Slack refused a message for its blocks.</summary>
    internal static bool IsRefusal(SlackException error) => error.Error is "invalid_blocks" or "invalid_blocks_format" or "msg_blocks_too_long";

    /// <summary>Slack refused a delivery for its blocks. Where it says that something in them is wrong, that is about this message alone.</summary>
    internal void Add(string team, ItemId delivery, SlackException error)
    {
        var isType = error.Error != "msg_blocks_too_long"
            && (error.Details.Count == 0 || error.Details.Any(static detail => detail.Contains("type", StringComparison.OrdinalIgnoreCase)));
        if (isType)
            _workspaces.Set(team, true);
        else
            _deliveries.Set(delivery, true);
    }
}
