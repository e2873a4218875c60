using Holdfast.Diagnostics;
using Holdfast.Timers.Times;
using Microsoft.Extensions.Logging;

namespace Holdfast.Timers;

/// <summary>
/// What holds timers back: time zones that this machine does not know, and rules that this version cannot read. Each is logged and counted
/// once, and health says it until it is over.
/// </summary>
public sealed partial class HeldTimers(TimerMetrics metrics, TimeProvider time, ILogger<HeldTimers> logger) : IHealthSource
{
    /// <summary>Without any zone all that are used would be listed.</summary>
    private const int MaxShown = 10;

    private const int MaxKept = 1_000;

    /// <summary>What has held back no timer for so long holds back none any more: it was cancelled, or rang at another worker.</summary>
    private static readonly TimeSpan Shown = TimeSpan.FromMinutes(10);

    /// <summary>After so long it is looked again: another worker may know the zone at once, and a machine gets its zones in a while.</summary>
    public static TimeSpan Wait { get; } = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, DateTimeOffset> _zones = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, DateTimeOffset> _rules = new(StringComparer.Ordinal);

    /// <summary>What is wrong, in words; empty when nothing is.</summary>
    public IReadOnlyList<string> Problems
    {
        get
        {
            lock (_lock)
            {
                Forget();
                var problems = new List<string>();
                if (!TimeZones.AreThere)
                    problems.Add("this machine knows no time zones, so times of day are refused and timers of the calendar are held back; install the package tzdata");
                problems.AddRange(_zones.Keys.Take(MaxShown).Select(zone =>
                    $"the time zone {zone} is not known on this machine, so timers that repeat in it are held back; install the package tzdata, or a newer one"));
                if (_zones.Count > MaxShown)
                    problems.Add($"{_zones.Count - MaxShown} further time zones are not known on this machine");
                problems.AddRange(_rules.Keys.Take(MaxShown).Select(rule => $"this version cannot read the rule \"{rule}\", so timers that repeat by it are held back; run the version that set them, or cancel them"));
                return problems;
            }
        }
    }

    /// <inheritdoc/>
    ValueTask<IReadOnlyList<string>> IHealthSource.GetProblemsAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Problems);

    /// <summary>Finds the rule by which a timer repeats, and the zone whose calendar counts.</summary>
    /// <param name="timer">The timer.</param>
    /// <param name="rule">The rule; null for a timer that rings once.</param>
    /// <param name="zone">The zone.</param>
    /// <returns>False for a timer that is to be held back.</returns>
    public bool TryFindRule(TimerRecord timer, out Recurrence? rule, out TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(timer);
        (rule, zone) = (null, TimeZoneInfo.Utc);
        if (timer.Repeats is null)
            return true;
        if (!Recurrence.TryParse(timer.Repeats, out rule))
        {
            if (Add(_rules, timer.Repeats))
                LogRuleUnknown(timer.Id, timer.Repeats);
            return false;
        }

        if (rule.IsInterval)
            return true;
        if (!TimeZones.TryFind(timer.Zone, out var found))
        {
            if (Add(_zones, timer.Zone))
                LogZoneUnknown(timer.Id, timer.Zone);
            return false;
        }

        zone = found;
        return true;
    }

    /// <summary>Says so at the start when there are no zones at all, before the first timer is due.</summary>
    public void LookForZones()
    {
        if (!TimeZones.AreThere)
            LogNoZones();
    }

    private bool Add(SortedDictionary<string, DateTimeOffset> reasons, string reason)
    {
        lock (_lock)
        {
            var isNew = !reasons.ContainsKey(reason);
            if (isNew && reasons.Count == MaxKept)
                return false;
            reasons[reason] = time.GetUtcNow();
            if (!isNew)
                return false;
        }

        metrics.HeldBack();
        return true;
    }

    /// <summary>Zones come with the next update of the machine, while the server runs.</summary>
    private void Forget()
    {
        foreach (var zone in _zones.Keys.Where(zone => TimeZones.TryFind(zone, out _)).ToList())
        {
            _zones.Remove(zone);
            LogZoneKnown(zone);
        }

        var least = time.GetUtcNow() - Shown;
        foreach (var reasons in (SortedDictionary<string, DateTimeOffset>[])[_zones, _rules])
        {
            foreach (var reason in reasons.Where(reason => reason.Value < least).Select(reason => reason.Key).ToList())
                reasons.Remove(reason);
        }
    }

    [LoggerMessage(1005, LogLevel.Error, "Timer {Timer} and all that repeat in its time zone are held back, because this machine does not know the zone {Zone}. Install the package tzdata, or a newer one; they ring then")]
    private partial void LogZoneUnknown(Items.ItemId timer, string zone);

    [LoggerMessage(1006, LogLevel.Error, "Timer {Timer} is held back, because this version cannot read its rule {Rule}. Run the version that set it; it rings then")]
    private partial void LogRuleUnknown(Items.ItemId timer, string rule);

    [LoggerMessage(1007, LogLevel.Information, "The time zone {Zone} is known again; timers that were held back ring")]
    private partial void LogZoneKnown(string zone);

    [LoggerMessage(1008, LogLevel.Error, "This machine knows no time zones. Times of day are refused and timers of the calendar held back. Install the package tzdata")]
    private partial void LogNoZones();
}
