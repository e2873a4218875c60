namespace Holdfast.Simulator.SocketMode;

/// <summary>One thing that happened to the connections.</summary>
/// <param name="At">When.</param>
/// <param name="What"><c>open</c>, <c>closed</c>, <c>refused</c>, <c>disconnect:warning</c>, <c>dropped</c>, <c>frozen</c> and the like.</param>
/// <param name="Connection">The connection's number.</param>
/// <param name="Open">How many connections were open afterwards.</param>
public sealed record SocketMoment(DateTimeOffset At, string What, int Connection, int Open);

/// <summary>The latest moments, oldest dropped. Guarded by the hub's lock.</summary>
internal sealed class SocketTimeline(TimeProvider time)
{
    private const int MaxMoments = 10_000;
    private readonly Queue<SocketMoment> _moments = new();

    public IReadOnlyList<SocketMoment> Moments => [.. _moments];

    public SocketMoment Add(string what, int connection, int open)
    {
        var moment = new SocketMoment(time.GetUtcNow(), what, connection, open);
        _moments.Enqueue(moment);
        if (_moments.Count > MaxMoments) _moments.Dequeue();
        return moment;
    }
}
