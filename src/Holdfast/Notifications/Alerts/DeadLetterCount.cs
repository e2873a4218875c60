using Holdfast.Items;

namespace Holdfast.Notifications.Alerts;

/// <summary>How many dead letters of a queue stayed unreported, for the next report. It starts at zero after a restart.</summary>
internal sealed class DeadLetterCount
{
    private readonly Lock _lock = new();
    private readonly Dictionary<LaneQueue, (long Period, int Deaths)> _counted = [];

    /// <summary>Counts one.</summary>
    /// <returns>How many of an earlier period followed the one that was reported then; 0 for any but the first of a period.</returns>
    public int Count(LaneQueue queue, long period)
    {
        lock (_lock)
        {
            var before = _counted.GetValueOrDefault(queue);
            _counted[queue] = (period, before.Period == period ? before.Deaths + 1 : 1);
            return before.Period == period ? 0 : Math.Max(before.Deaths - 1, 0);
        }
    }
}
