namespace Holdfast.Simulator.SocketMode;

/// <summary>
/// Remembers which envelope becomes due when. Each delay has a queue of its own, so what enters last is due last and nothing needs
/// sorting; acknowledged envelopes are left in place and passed over. Guarded by the dispatcher's lock.
/// </summary>
internal sealed class RetrySchedule : IDisposable
{
    /// <summary>Waking up for each envelope by itself would cost more than being this late.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(20);

    private readonly TimeProvider _time;
    private readonly IReadOnlyList<TimeSpan> _delays;
    private readonly Queue<Due>[] _stages;
    private readonly ITimer _timer;
    private long _wakesAt = long.MaxValue;

    private readonly record struct Due(Envelope Envelope, int Delivery, long At);

    public RetrySchedule(IReadOnlyList<TimeSpan> delays, TimeProvider time, Action wake)
    {
        _time = time;
        // One stage more than there are attempts: after the last of them the envelope is given up.
        _delays = delays.Count == 0 ? [] : [.. delays, delays[0]];
        _stages = [.. _delays.Select(_ => new Queue<Due>())];
        _timer = time.CreateTimer(_ => wake(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Starts the clock of an envelope that was just written.</summary>
    public void Start(Envelope envelope)
    {
        if (envelope.Timeouts >= _stages.Length) return;
        var delay = _delays[envelope.Timeouts];
        var at = _time.GetTimestamp() + Ticks(delay);
        _stages[envelope.Timeouts].Enqueue(new Due(envelope, Deliveries(envelope), at));
        if (at < _wakesAt) Arm(at);
    }

    /// <summary>Takes out what is due now and still unanswered, and sets the timer for what comes next.</summary>
    public IReadOnlyList<Envelope> TakeDue()
    {
        _wakesAt = long.MaxValue;
        var now = _time.GetTimestamp();
        List<Envelope>? due = null;
        var next = long.MaxValue;
        foreach (var stage in _stages)
        {
            while (stage.TryPeek(out var head))
            {
                if (head.At > now && IsPending(head))
                {
                    next = Math.Min(next, head.At);
                    break;
                }

                stage.Dequeue();
                if (IsPending(head)) (due ??= []).Add(head.Envelope);
            }
        }

        if (next != long.MaxValue) Arm(next);
        return due ?? [];
    }

    public void Dispose() => _timer.Dispose();

    private static bool IsPending(Due due) => due.Envelope.State == EnvelopeState.OnTheWay && Deliveries(due.Envelope) == due.Delivery;

    private static int Deliveries(Envelope envelope) =>
        (envelope.FirstDelivery is null ? 0 : 1) + (envelope.FurtherDeliveries?.Count ?? 0);

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);

    private void Arm(long at)
    {
        _wakesAt = at;
        var delay = _time.GetElapsedTime(_time.GetTimestamp(), at);
        _timer.Change(delay > Grain ? delay : Grain, Timeout.InfiniteTimeSpan);
    }
}
