namespace Holdfast.Documents.Tests.Support;

/// <summary>A clock that stands still, and knows how many time limits of one length ran at the same time.</summary>
internal sealed class CountingClock(TimeSpan limit) : TimeProvider
{
    private readonly Lock _lock = new();
    private int _running;

    public int Most { get; private set; }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != limit)
            return new Timer(null);
        lock (_lock)
            Most = Math.Max(Most, ++_running);
        return new Timer(this);
    }

    private sealed class Timer(CountingClock? clock) : ITimer
    {
        private CountingClock? _clock = clock;

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _clock, null) is not { } counted)
                return;
            lock (counted._lock)
                counted._running--;
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
