using System.Collections.Concurrent;
using Holdfast.Items;

namespace Holdfast.Postgres.Listening;

/// <summary>Wakes those who wait for something: by what this process wrote, and by what the others have told through the database.</summary>
internal sealed class Signals(TimeProvider time)
{
    /// <summary>No queue has this number.</summary>
    private const int News = 0;

    private readonly TaskCompletionSource[] _signals = [.. Enumerable.Range(0, (int)Enum.GetValues<LaneQueue>().Max() + 1).Select(_ => NewSignal())];

    private readonly ConcurrentDictionary<LaneQueue, TimeSpan> _announced = [];

    /// <summary>
    /// Whether a sign is needed for what is due after a while. All who heard the last look again when what that was for is due, and find what has
    /// come meanwhile and is due later.
    /// </summary>
    public bool IsNews(LaneQueue queue, TimeSpan dueIn)
    {
        var announced = _announced.GetValueOrDefault(queue);
        var until = announced - time.GetMonotonic();
        return dueIn < until || until < dueIn / 2;
    }

    /// <summary>The sign for it was given.</summary>
    public void Announced(LaneQueue queue, TimeSpan dueIn) => _announced[queue] = time.GetMonotonic() + dueIn;

    /// <summary>Completes at the next sign that a queue may have work. Take it before you look, or what comes in between is missed.</summary>
    public Task Next(LaneQueue queue) => Volatile.Read(ref _signals[(int)queue]).Task;

    /// <summary>Completes when an announced record was changed, by anybody. Take it before you look.</summary>
    public Task NextNews() => Volatile.Read(ref _signals[News]).Task;

    public void Raise(LaneQueue queue) => Raise((int)queue);

    public void RaiseNews() => Raise(News);

    /// <summary>Nobody knows what was missed: everybody looks.</summary>
    public void RaiseAll()
    {
        for (var i = 0; i < _signals.Length; i++)
            Raise(i);
    }

    private void Raise(int signal) => Interlocked.Exchange(ref _signals[signal], NewSignal()).TrySetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
