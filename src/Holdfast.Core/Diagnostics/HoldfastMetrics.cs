using System.Diagnostics.Metrics;
using Holdfast.Items;
using Holdfast.Storage;

namespace Holdfast.Diagnostics;

/// <summary>What Holdfast counts. Names and units follow OpenTelemetry's conventions.</summary>
public sealed class HoldfastMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _accepted;
    private readonly Counter<long> _refused;
    private readonly Histogram<double> _ackDuration;
    private readonly Counter<long> _settled;
    private readonly Counter<long> _failedAttempts;
    private readonly Counter<long> _lostLeases;
    private readonly Histogram<double> _handling;
    private readonly UpDownCounter<long> _inProgress;
    private readonly Histogram<double> _wait;
    private readonly Counter<long> _recovered;
    private readonly Histogram<double> _reply;
    private readonly Counter<long> _calls;
    private readonly Counter<long> _reconciled;
    private readonly Counter<long> _loopFailures;
    private readonly Counter<long> _connectionsLost;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meters">The host's factory.</param>
    public HoldfastMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _meter = meters.Create(HoldfastTelemetry.Name);
        _accepted = _meter.CreateCounter<long>("holdfast.events.accepted", "{event}", "Events committed and acknowledged, by type and result.");
        _refused = _meter.CreateCounter<long>("holdfast.events.refused", "{event}", "Events not acknowledged, because they could not be kept.");
        _ackDuration = _meter.CreateHistogram<double>("holdfast.ack.duration", "s", "From the envelope's arrival to its commit.", advice: Durations.Quick);
        _settled = _meter.CreateCounter<long>("holdfast.items.settled", "{item}", "Transitions committed, by queue and outcome.");
        _failedAttempts = _meter.CreateCounter<long>("holdfast.attempts.failed", "{attempt}", "Attempts that ended in an error, by queue and error.");
        _lostLeases = _meter.CreateCounter<long>("holdfast.leases.lost", "{lease}", "Holds lost while work was under way.");
        _handling = _meter.CreateHistogram<double>("holdfast.handling.duration", "s", "From claim to commit, by queue.", advice: Durations.Lasting);
        _inProgress = _meter.CreateUpDownCounter<long>("holdfast.items.in_progress", "{item}", "Items that are being worked on, by queue: in Inbound these are the runs.");
        _wait = _meter.CreateHistogram<double>("holdfast.queue.wait", "s", "From an item's append to its first claim, by queue; not of what is due at a time of its own.", advice: Durations.Lasting);
        _recovered = _meter.CreateCounter<long>("holdfast.items.recovered", "{item}", "Items that were done after a failed attempt, a crash or a lost hold, by queue.");
        _reply = _meter.CreateHistogram<double>("holdfast.reply.duration", "s", "From a message's arrival to the answer in Slack.", advice: Durations.Lasting);
        _calls = _meter.CreateCounter<long>("holdfast.slack.calls", "{call}", "Calls of Slack's Web API by deliveries, by method and result.");
        _reconciled = _meter.CreateCounter<long>("holdfast.deliveries.reconciled", "{delivery}", "Deliveries in doubt that were looked up, by what was found.");
        _loopFailures = _meter.CreateCounter<long>("holdfast.loops.failed", "{failure}", "Failures of background loops, by loop.");
        _connectionsLost = _meter.CreateCounter<long>("holdfast.slack.connections.lost", "{connection}", "Socket Mode connections lost without a replacement at hand.");
    }

    /// <summary>An envelope was committed.</summary>
    /// <param name="type">The event's type.</param>
    /// <param name="result">What became of it: accepted, duplicate or ignored.</param>
    /// <param name="duration">From its arrival to the end of the commit.</param>
    public void Accepted(string type, string result, TimeSpan duration)
    {
        _accepted.Add(1, new("event", type), new("result", result));
        _ackDuration.Record(duration.TotalSeconds);
    }

    /// <summary>An envelope could not be kept, so it was not acknowledged.</summary>
    /// <param name="error">Why.</param>
    public void Refused(Exception error) => _refused.Add(1, new KeyValuePair<string, object?>("error.type", error?.GetType().Name));

    /// <summary>A transition was committed.</summary>
    /// <param name="queue">The item's queue.</param>
    /// <param name="transition">The transition.</param>
    public void Settled(LaneQueue queue, Transition transition)
    {
        ArgumentNullException.ThrowIfNull(transition);
        var outcome = transition.Outcome switch
        {
            ItemOutcome.Done done => done.Settlement.Kind.ToString(),
            ItemOutcome.Retry => nameof(ItemOutcome.Retry),
            ItemOutcome.Dead => nameof(ItemOutcome.Dead),
            _ => nameof(ItemOutcome.Keep),
        };
        _settled.Add(1, new("queue", queue.ToString()), new("outcome", outcome));
        if (transition is { Outcome: ItemOutcome.Done, Claim.Item.IsRepeated: true })
            _recovered.Add(1, QueueOf(queue));
    }

    /// <summary>An attempt failed.</summary>
    /// <param name="queue">The item's queue.</param>
    /// <param name="error">With what: a type of exception, or a word of Slack's or of ours; nothing that somebody wrote.</param>
    public void AttemptFailed(LaneQueue queue, string error) =>
        _failedAttempts.Add(1, new("queue", queue.ToString()), new("error.type", error));

    /// <summary>A hold was lost while work was under way.</summary>
    /// <param name="queue">The item's queue.</param>
    public void LeaseLost(LaneQueue queue) => _lostLeases.Add(1, QueueOf(queue));

    /// <summary>An item was claimed.</summary>
    /// <param name="item">The item.</param>
    /// <param name="now">When.</param>
    public void Claimed(LaneItem item, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(item);
        _inProgress.Add(1, QueueOf(item.Queue));
        if (item is { Attempt: 0, InDoubt: false, Queue: not LaneQueue.Scheduled })
            _wait.Record(Math.Max(0, (now - item.EnqueuedAt).TotalSeconds), QueueOf(item.Queue));
    }

    /// <summary>An answer is in Slack.</summary>
    /// <param name="duration">Since the message arrived.</param>
    public void Replied(TimeSpan duration) => _reply.Record(Math.Max(0, duration.TotalSeconds));

    /// <summary>An item was handled.</summary>
    /// <param name="queue">Its queue.</param>
    /// <param name="duration">From claim to commit.</param>
    public void Handled(LaneQueue queue, TimeSpan duration)
    {
        _inProgress.Add(-1, QueueOf(queue));
        _handling.Record(duration.TotalSeconds, QueueOf(queue));
    }

    /// <summary>A delivery called Slack.</summary>
    /// <param name="method">The method.</param>
    /// <param name="result"><c>ok</c> or the error's code.</param>
    public void Called(string method, string result) => _calls.Add(1, new("method", method), new("result", result));

    /// <summary>A delivery in doubt was looked up.</summary>
    /// <param name="found">Whether Slack had it already.</param>
    public void Reconciled(bool found) => _reconciled.Add(1, new KeyValuePair<string, object?>("found", found));

    /// <summary>A background loop failed and is started again.</summary>
    /// <param name="loop">Its name.</param>
    /// <param name="error">With what.</param>
    public void LoopFailed(string loop, Exception error) => _loopFailures.Add(1, new("loop", loop), new("error.type", error?.GetType().Name));

    /// <summary>A connection died without a planned replacement.</summary>
    public void ConnectionLost() => _connectionsLost.Add(1);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> QueueOf(LaneQueue queue) => new("queue", queue.ToString());
}
