using System.Diagnostics.Metrics;
using Holdfast.Diagnostics;

namespace Holdfast.Redis.Connections;

/// <summary>What is measured about Redis.</summary>
public sealed class RedisMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _lost;
    private readonly Counter<long> _reconnects;
    private readonly Histogram<long> _turns;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meters">The host's factory.</param>
    public RedisMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _meter = meters.Create(HoldfastTelemetry.Name);
        _duration = _meter.CreateHistogram<double>("holdfast.redis.operation.duration", "s", "Each try of an operation, by operation and result.", advice: Durations.Quick);
        _retries = _meter.CreateCounter<long>("holdfast.redis.retries", "{retry}", "Operations tried again, by operation.");
        _lost = _meter.CreateCounter<long>("holdfast.redis.connections.lost", "{connection}", "Connections lost or not made, by reason.");
        _reconnects = _meter.CreateCounter<long>("holdfast.redis.reconnects", "{connection}", "Connections made again.");
        _turns = _meter.CreateHistogram<long>("holdfast.memory.turns", "{turn}", "Turns of a conversation, when it is loaded or saved.", advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500] });
    }

    /// <summary>An operation was tried.</summary>
    /// <param name="operation">Which.</param>
    /// <param name="result"><c>ok</c>, or the kind of error.</param>
    /// <param name="duration">How long it took.</param>
    public void Tried(string operation, string result, TimeSpan duration) =>
        _duration.Record(duration.TotalSeconds, new("operation", operation), new("result", result));

    /// <summary>An operation is tried again.</summary>
    /// <param name="operation">Which.</param>
    public void Retried(string operation) => _retries.Add(1, new KeyValuePair<string, object?>("operation", operation));

    /// <summary>A connection was lost.</summary>
    /// <param name="reason">Why.</param>
    public void ConnectionLost(string reason) => _lost.Add(1, new KeyValuePair<string, object?>("error.type", reason));

    /// <summary>It is back.</summary>
    public void Reconnected() => _reconnects.Add(1);

    /// <summary>A conversation was loaded or saved.</summary>
    /// <param name="operation">Which of the two.</param>
    /// <param name="turns">The turns it has.</param>
    public void Conversation(string operation, int turns) => _turns.Record(turns, new KeyValuePair<string, object?>("operation", operation));

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
