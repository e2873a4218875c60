namespace Holdfast.Simulator.World;

/// <summary>Lets tests await what happens in the world by name, instead of sleeping. Guarded by the world's lock.</summary>
internal sealed class WorldWatch
{
    private readonly List<Waiter> _waiters = [];

    private Action<WorldChange>? _listeners;

    /// <summary>Calls <paramref name="listener"/> for each change, under the world's lock: it must be quick.</summary>
    public void AddListener(Action<WorldChange> listener) => _listeners += listener;

    public void RemoveListener(Action<WorldChange> listener) => _listeners -= listener;

    public void Notify(WorldChange change)
    {
        _listeners?.Invoke(change);
        for (var i = _waiters.Count - 1; i >= 0; i--)
        {
            if (!_waiters[i].Offer(change)) continue;
            _waiters.RemoveAt(i);
        }
    }

    public void Add(Waiter waiter) => _waiters.Add(waiter);

    public void Remove(Waiter waiter) => _waiters.Remove(waiter);
}

/// <summary>Something that changed: the page and the waiters of tests look at it.</summary>
/// <param name="Kind">What changed.</param>
/// <param name="Message">The message, when it was one.</param>
/// <param name="Status">The assistant status, when it was one.</param>
/// <param name="View">The view, when it was one.</param>
/// <param name="Session">The agent's session, when it was one.</param>
internal sealed record WorldChange(
    WorldChangeKind Kind, SlackMessage? Message = null, AssistantStatus? Status = null, SlackView? View = null, AgentSession? Session = null);

internal enum WorldChangeKind
{
    Posted,
    Updated,
    Deleted,
    Ephemeral,
    Status,
    Session,
    Channels,
    ViewOpened,
    ViewUpdated,
    ViewAmended,
    ViewClosed,
}

/// <summary>One awaited condition; it is told every change until it has seen enough.</summary>
internal abstract class Waiter
{
    /// <summary>True when the waiter has what it waited for.</summary>
    public abstract bool Offer(WorldChange change);
}

internal sealed class Waiter<T>(Func<WorldChange, T?> pick, int count) : Waiter
    where T : class
{
    private readonly List<T> _seen = [];

    public TaskCompletionSource<IReadOnlyList<T>> Source { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Seen => _seen.Count;

    public override bool Offer(WorldChange change)
    {
        try
        {
            if (pick(change) is { } found) _seen.Add(found);
        }
        catch (Exception exception)
        {
            // The test's own condition failed: that belongs to the test, not to the bot's call that set it off.
            Source.TrySetException(exception);
            return true;
        }

        if (_seen.Count < count) return false;
        Source.TrySetResult([.. _seen]);
        return true;
    }
}
