namespace Holdfast.Simulator.SocketMode;

/// <summary>Remembers the latest envelopes and lets tests await what becomes of them. Guarded by the dispatcher's lock.</summary>
internal sealed class EnvelopeWatch(int capacity)
{
    private readonly Queue<Envelope> _records = new();
    private readonly List<Waiter> _waiters = [];

    public IReadOnlyList<EnvelopeRecord> Records => [.. _records.Select(envelope => envelope.Snapshot())];

    public void Remember(Envelope envelope)
    {
        _records.Enqueue(envelope);
        if (_records.Count > capacity) _records.Dequeue();
    }

    /// <summary>A waiter that is already done when a remembered envelope matches.</summary>
    public Waiter Add(Func<EnvelopeRecord, bool> predicate)
    {
        var waiter = new Waiter(predicate);
        foreach (var envelope in _records)
        {
            var record = envelope.Snapshot();
            if (!predicate(record)) continue;
            waiter.Source.TrySetResult(record);
            return waiter;
        }

        _waiters.Add(waiter);
        return waiter;
    }

    public void Remove(Waiter waiter) => _waiters.Remove(waiter);

    public void Announce(Envelope envelope)
    {
        if (_waiters.Count == 0) return;
        var record = envelope.Snapshot();
        for (var i = _waiters.Count - 1; i >= 0; i--)
        {
            if (!_waiters[i].Predicate(record)) continue;
            _waiters[i].Source.TrySetResult(record);
            _waiters.RemoveAt(i);
        }
    }

    /// <summary>Someone who waits for an envelope.</summary>
    internal sealed record Waiter(Func<EnvelopeRecord, bool> Predicate)
    {
        public TaskCompletionSource<EnvelopeRecord> Source { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
