using Holdfast.Lanes;

namespace Holdfast.Postgres.Lanes;

/// <summary>Wakes those who wait for work: by what this process wrote, and by what the others have told through the database.</summary>
internal sealed class LaneSignals
{
    private readonly TaskCompletionSource[] _signals = [.. Enumerable.Range(0, (int)Enum.GetValues<LaneQueue>().Max() + 1).Select(_ => NewSignal())];

    /// <summary>Completes at the next sign that a queue may have work. Take it before you look, or what comes in between is missed.</summary>
    public Task Next(LaneQueue queue) => Volatile.Read(ref _signals[(int)queue]).Task;

    public void Raise(LaneQueue queue) => Interlocked.Exchange(ref _signals[(int)queue], NewSignal()).TrySetResult();

    /// <summary>Nobody knows what was missed: everybody looks.</summary>
    public void RaiseAll()
    {
        foreach (var queue in Enum.GetValues<LaneQueue>())
            Raise(queue);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
