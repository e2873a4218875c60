using Holdfast.Simulator.Identity;

namespace Holdfast.Simulator.SocketMode;

/// <summary>
/// Brings each envelope to any open connection and brings it again until it is acknowledged: at once when its connection died, after
/// the configured delays when it did not. What nobody can take waits here, oldest first.
/// </summary>
internal sealed class EnvelopeDispatcher : IDisposable
{
    private readonly SocketModeOptions _options;
    private readonly TimeProvider _time;
    private readonly IdSource _ids;
    private readonly Lock _gate = new();
    private readonly List<IEnvelopeCarrier> _connections = [];
    private readonly PriorityQueue<Envelope, long> _waiting = new();
    private readonly Dictionary<Guid, Envelope> _unacked = [];
    private readonly EnvelopeWatch _watch;
    private readonly RetrySchedule _schedule;
    private readonly RetrySchedule _failures;
    private long _sequence;
    private int _turn;

    public EnvelopeDispatcher(SocketModeOptions options, TimeProvider time, IdSource ids)
    {
        _options = options;
        _time = time;
        _ids = ids;
        _watch = new EnvelopeWatch(options.MaxRecords);
        _schedule = new RetrySchedule(options.RetryAfter, time, ResendDue);
        _failures = new RetrySchedule(options.RetryFailedAfter, time, ResendDue);
    }

    public EnvelopeCounters Counters { get; } = new();

    public int Waiting
    {
        get { lock (_gate) return _waiting.Count; }
    }

    public int Unacked
    {
        get { lock (_gate) return _unacked.Count; }
    }

    public IReadOnlyList<EnvelopeRecord> Records
    {
        get { lock (_gate) return _watch.Records; }
    }

    public void Submit(Envelope envelope)
    {
        lock (_gate)
        {
            Counters.Submitted++;
            envelope.Id = _ids.Uuid();
            envelope.Sequence = ++_sequence;
            _watch.Remember(envelope);
            Place(envelope);
        }
    }

    public void Opened(IEnvelopeCarrier connection)
    {
        lock (_gate)
        {
            _connections.Add(connection);
            DrainWaiting();
        }
    }

    /// <summary>What the dead connection still owed goes to the front of what waits, because it is older.</summary>
    public void Closed(IEnvelopeCarrier connection)
    {
        lock (_gate)
        {
            if (!_connections.Remove(connection)) return;
            var owed = _unacked.Values.Distinct().Where(envelope => ReferenceEquals(envelope.Connection, connection)).ToList();
            foreach (var envelope in owed.OrderBy(envelope => envelope.Sequence))
            {
                if (!envelope.IsRedelivered)
                {
                    GiveUp(envelope);
                    continue;
                }

                if (envelope.FirstDelivery is not null) NextAttempt(envelope);
                envelope.State = EnvelopeState.Waiting;
                envelope.Connection = null;
                Counters.Redelivered++;
                _waiting.Enqueue(envelope, envelope.Sequence);
            }

            DrainWaiting();
        }
    }

    /// <summary>The connection has room again.</summary>
    public void Drained()
    {
        lock (_gate) DrainWaiting();
    }

    /// <summary>The frame went to the network: only now does the time to acknowledge it begin.</summary>
    public void Sent(Envelope envelope, IEnvelopeCarrier connection)
    {
        lock (_gate)
        {
            var delivery = new EnvelopeDelivery(_time.GetUtcNow(), connection.Number, envelope.Attempt);
            if (envelope.FirstDelivery is null) envelope.FirstDelivery = delivery;
            else (envelope.FurtherDeliveries ??= []).Add(delivery);
            Counters.Sent++;
            if (envelope.State == EnvelopeState.OnTheWay && envelope.IsRedelivered && connection.IsTimed) _schedule.Start(envelope);
            _watch.Announce(envelope);
        }

        envelope.Observer?.Sent(_time.GetTimestamp());
    }

    public void Acked(Guid id, IEnvelopeCarrier connection, string? payload)
    {
        Envelope? envelope;
        lock (_gate)
        {
            if (!_unacked.TryGetValue(id, out envelope))
            {
                Counters.UnknownAcks++;
                return;
            }

            Forget(envelope);
            envelope.State = EnvelopeState.Acked;
            envelope.AckedAt = _time.GetUtcNow();
            envelope.AckConnection = connection.Number;
            envelope.AckPayload = payload;
            envelope.Payload = null;
            Counters.Acked++;
            _watch.Announce(envelope);
        }

        envelope.Observer?.Acked(_time.GetTimestamp(), payload);
    }

    /// <summary>Gives up on everything that nobody has taken: an outage longer than any repetition.</summary>
    /// <returns>How many envelopes that were.</returns>
    public int Lose()
    {
        lock (_gate)
        {
            // What waits was perhaps acknowledged late, and stands in the queue all the same.
            var lost = _unacked.Values.Concat(_waiting.UnorderedItems.Select(waiting => waiting.Element).Where(envelope => envelope.State == EnvelopeState.Waiting)).Distinct().ToList();
            _waiting.Clear();
            foreach (var envelope in lost) GiveUp(envelope);
            return lost.Count;
        }
    }

    /// <summary>It was not taken, and the carrier knows.</summary>
    /// <param name="id">The id that it was sent with.</param>
    /// <param name="connection">What took it there.</param>
    /// <param name="reason">Why it is sent again, in Slack's words.</param>
    /// <param name="again">Whether it is: the app may have asked not to.</param>
    public void Failed(Guid id, IEnvelopeCarrier connection, string reason, bool again)
    {
        lock (_gate)
        {
            if (!_unacked.TryGetValue(id, out var envelope) || !ReferenceEquals(envelope.Connection, connection)) return;
            if (!again || !envelope.IsRedelivered)
            {
                GiveUp(envelope);
                return;
            }

            envelope.RetryReason = reason;
            _failures.Start(envelope);
        }
    }

    /// <summary>The frame's bytes, or false when it was acknowledged meanwhile and needs no sending.</summary>
    public bool TryWriteFrame(Envelope envelope, IEnvelopeCarrier connection, System.Buffers.IBufferWriter<byte> output)
    {
        lock (_gate)
        {
            if (envelope.Payload is null || !ReferenceEquals(envelope.Connection, connection)) return false;
            EnvelopeFrame.Write(output, envelope);
            return true;
        }
    }

    public async Task<EnvelopeRecord> WaitAsync(Func<EnvelopeRecord, bool> predicate, TimeSpan timeout, CancellationToken cancellationToken)
    {
        EnvelopeWatch.Waiter waiter;
        lock (_gate) waiter = _watch.Add(predicate);
        try
        {
            return await waiter.Source.Task.WaitAsync(timeout, TimeProvider.System, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"Waited {timeout} for a matching envelope. {Counters}", exception);
        }
        finally
        {
            lock (_gate) _watch.Remove(waiter);
        }
    }

    public void Dispose()
    {
        _schedule.Dispose();
        _failures.Dispose();
    }

    private void ResendDue()
    {
        lock (_gate)
        {
            Resend(_schedule.TakeDue(), _options.RetryAfter.Count);
            Resend(_failures.TakeDue(), _options.RetryFailedAfter.Count);
        }
    }

    private void Resend(IReadOnlyList<Envelope> due, int most)
    {
        foreach (var envelope in due)
        {
            envelope.Timeouts++;
            if (envelope.Timeouts > most)
            {
                GiveUp(envelope);
                continue;
            }

            NextAttempt(envelope);
            Counters.Redelivered++;
            Place(envelope);
        }
    }

    private void NextAttempt(Envelope envelope)
    {
        envelope.Attempt++;
        if (!_options.NewEnvelopeIdOnRetry) return;
        (envelope.FormerIds ??= []).Add(envelope.Id);
        envelope.Id = _ids.Uuid();
    }

    private void Place(Envelope envelope)
    {
        // An interaction waits neither behind events nor for a connection: the person would have left by then.
        if ((_waiting.Count == 0 || !envelope.IsRedelivered) && Pick() is { } connection)
        {
            Assign(envelope, connection);
            return;
        }

        if (!envelope.IsRedelivered)
        {
            GiveUp(envelope);
            return;
        }

        if (_waiting.Count >= _options.MaxQueued)
        {
            Counters.Dropped++;
            GiveUp(envelope);
            return;
        }

        envelope.State = EnvelopeState.Waiting;
        envelope.Connection = null;
        _waiting.Enqueue(envelope, envelope.Sequence);
        DrainWaiting();
    }

    private void DrainWaiting()
    {
        while (_waiting.Count > 0 && Pick() is { } connection)
        {
            var envelope = _waiting.Dequeue();
            if (envelope.State == EnvelopeState.Waiting) Assign(envelope, connection);
        }
    }

    private void Assign(Envelope envelope, IEnvelopeCarrier connection)
    {
        _unacked[envelope.Id] = envelope;
        envelope.State = EnvelopeState.OnTheWay;
        envelope.Connection = connection;
        connection.Enqueue(envelope);
    }

    /// <summary>Round-robin over the connections; one that was told to leave is used only when there is no other.</summary>
    private IEnvelopeCarrier? Pick()
    {
        IEnvelopeCarrier? leaving = null;
        for (var i = 0; i < _connections.Count; i++)
        {
            _turn = (_turn + 1) % _connections.Count;
            var connection = _connections[_turn];
            if (!connection.IsWritable || connection.PendingFrames >= _options.MaxFramesPerConnection) continue;
            if (!connection.IsLeaving) return connection;
            leaving = connection;
        }

        return leaving;
    }

    private void GiveUp(Envelope envelope)
    {
        Forget(envelope);
        envelope.State = EnvelopeState.GivenUp;
        envelope.Payload = null;
        Counters.GivenUp++;
        envelope.Observer?.GaveUp(envelope.FirstDelivery is not null);
        _watch.Announce(envelope);
    }

    private void Forget(Envelope envelope)
    {
        _unacked.Remove(envelope.Id);
        foreach (var former in envelope.FormerIds ?? []) _unacked.Remove(former);
    }
}
