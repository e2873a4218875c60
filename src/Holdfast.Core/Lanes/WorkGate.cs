namespace Holdfast.Lanes;

/// <summary>
/// Opens and closes the pumps: while it is closed nothing is claimed, and whatever arrives is kept in its lane.
/// </summary>
public sealed class WorkGate
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _closed;
    private (CancellationToken Token, Action Fire) _closing = NewClosing();

    /// <summary>Fires when it is closed; for work that must not go on then. After an opening it is another one.</summary>
    public CancellationToken Closing
    {
        get
        {
            lock (_lock)
                return _closing.Token;
        }
    }

    /// <summary>Why it is closed; null while it is open.</summary>
    public string? ClosedBecause { get; private set; }

    /// <summary>Closes it.</summary>
    /// <param name="reason">Why, for health and logs.</param>
    public void Close(string reason)
    {
        Action fire;
        lock (_lock)
        {
            _closed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            ClosedBecause = reason;
            fire = _closing.Fire;
        }

        fire();
    }

    /// <summary>Opens it.</summary>
    public void Open()
    {
        lock (_lock)
        {
            _closed?.TrySetResult();
            (_closed, ClosedBecause) = (null, null);
            if (_closing.Token.IsCancellationRequested)
                _closing = NewClosing();
        }
    }

    /// <summary>Returns while it is open, at once or when it opens.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return _closed is null ? Task.CompletedTask : _closed.Task.WaitAsync(cancellationToken);
    }

    // Without a timer and without a link there is nothing in it to dispose of.
    private static (CancellationToken Token, Action Fire) NewClosing()
    {
        var closing = new CancellationTokenSource();
        return (closing.Token, closing.Cancel);
    }
}
