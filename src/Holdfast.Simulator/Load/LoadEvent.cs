using Holdfast.Simulator.SocketMode;

namespace Holdfast.Simulator.Load;

/// <summary>One mention of a load run and what became of it; timestamps of the clock, 0 for never.</summary>
internal sealed class LoadEvent(int number, LoadThread thread) : IEnvelopeObserver
{
    private long _ackedAt;
    private long _repliedAt;
    private int _replies;

    public int Number { get; } = number;

    public LoadThread Thread { get; } = thread;

    public long SaidAt { get; set; }

    public long AckedAt => Volatile.Read(ref _ackedAt);

    public long RepliedAt => Volatile.Read(ref _repliedAt);

    public int Replies => Volatile.Read(ref _replies);

    public void Sent(long timestamp)
    {
        // The time that counts began when the person spoke, not when a socket was free.
    }

    public void Acked(long timestamp, string? payload) => Interlocked.CompareExchange(ref _ackedAt, timestamp, 0);

    /// <summary>True for the first reply.</summary>
    public bool Replied(long timestamp)
    {
        Interlocked.CompareExchange(ref _repliedAt, timestamp, 0);
        return Interlocked.Increment(ref _replies) == 1;
    }
}

/// <summary>One thread of a load run. Replies come under the world's lock, one at a time.</summary>
internal sealed class LoadThread(string channel)
{
    public string Channel { get; } = channel;

    /// <summary>The thread's parent, once it was said.</summary>
    public string? Ts { get; set; }

    public int LastReplied { get; set; } = -1;
}
