namespace Holdfast.Lanes;

/// <summary>
/// Opens and closes the pumps: while it is closed nothing is claimed, and whatever arrives is kept in its lane.
/// </summary>
public sealed class WorkGate
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _closed;

    /// <summary>Why it is closed; null while it is open.</summary>
    public string? ClosedBecause { get; private set; }

    /// <summary>Closes it.</summary>
    /// <param name="reason">Why, for health and logs.</param>
    public void Close(string reason)
    {
        lock (_lock)
        {
            _closed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            ClosedBecause = reason;
        }
    }

    /// <summary>Opens it.</summary>
    public void Open()
    {
        lock (_lock)
        {
            _closed?.TrySetResult();
            (_closed, ClosedBecause) = (null, null);
        }
    }

    /// <summary>Returns while it is open, at once or when it opens.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return _closed is null ? Task.CompletedTask : _closed.Task.WaitAsync(cancellationToken);
    }
}
