using Holdfast.Simulator.Identity;

namespace Holdfast.Simulator.Interactivity;

/// <summary>What a trigger id stands for.</summary>
/// <param name="Id">Such as <c>12.1000.0af…</c>.</param>
/// <param name="User">Who did something, and will see the modal.</param>
/// <param name="ViewId">The view in which it was done; a push goes upon its stack.</param>
/// <param name="At">When.</param>
internal sealed record Trigger(string Id, string User, string? ViewId, DateTimeOffset At)
{
    public bool IsUsed { get; set; }
}

/// <summary>Gives out trigger ids and takes each back once, and not after three seconds. Guarded by the world's lock.</summary>
internal sealed class TriggerOffice(TimeProvider time, IdSource ids)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(3);

    /// <summary>Old ones are remembered for a while, so that whoever comes late is told why.</summary>
    private const int MaxRemembered = 10_000;

    private readonly Dictionary<string, Trigger> _known = [];
    private readonly Queue<string> _oldestFirst = new();

    public Trigger Issue(string user, string? viewId)
    {
        var trigger = new Trigger(ids.TriggerId(), user, viewId, time.GetUtcNow());
        _known.Add(trigger.Id, trigger);
        _oldestFirst.Enqueue(trigger.Id);
        if (_oldestFirst.Count > MaxRemembered) _known.Remove(_oldestFirst.Dequeue());
        return trigger;
    }

    /// <summary>Slack's error code, or null with the trigger; whoever succeeds with it then marks it as used.</summary>
    public string? Check(string id, out Trigger? trigger)
    {
        if (!_known.TryGetValue(id, out trigger)) return "invalid_trigger_id";
        if (trigger.IsUsed) return "exchanged_trigger_id";
        return time.GetUtcNow() - trigger.At > Lifetime ? "expired_trigger_id" : null;
    }
}
