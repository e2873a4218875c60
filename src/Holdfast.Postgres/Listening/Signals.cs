using Holdfast.Items;

namespace Holdfast.Postgres.Listening;

/// <summary>Wakes those who wait for something: by what this process wrote, and by what the others have told through the database.</summary>
internal sealed class Signals
{
    /// <summary>No queue has this number.</summary>
    private const int Settings = 0;

    private readonly TaskCompletionSource[] _signals = [.. Enumerable.Range(0, (int)Enum.GetValues<LaneQueue>().Max() + 1).Select(_ => NewSignal())];

    /// <summary>Completes at the next sign that a queue may have work. Take it before you look, or what comes in between is missed.</summary>
    public Task Next(LaneQueue queue) => Volatile.Read(ref _signals[(int)queue]).Task;

    /// <summary>Completes when some setting was changed, by anybody. Take it before you look.</summary>
    public Task NextSetting() => Volatile.Read(ref _signals[Settings]).Task;

    public void Raise(LaneQueue queue) => Raise((int)queue);

    public void RaiseSetting() => Raise(Settings);

    /// <summary>Nobody knows what was missed: everybody looks.</summary>
    public void RaiseAll()
    {
        for (var i = 0; i < _signals.Length; i++)
            Raise(i);
    }

    private void Raise(int signal) => Interlocked.Exchange(ref _signals[signal], NewSignal()).TrySetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
