namespace Holdfast.Simulator.Model;

/// <summary>The latest calls of a model, and those who await one.</summary>
/// <typeparam name="TRequest">A call.</typeparam>
/// <param name="most">The most that are remembered.</param>
/// <param name="sizeOf">How much one takes.</param>
/// <param name="mostTogether">The most that all of them take; the latest is remembered whatever it takes.</param>
internal sealed class RememberedCalls<TRequest>(int most, Func<TRequest, long> sizeOf, long mostTogether)
    where TRequest : class
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);
    private readonly Lock _gate = new();
    private readonly Queue<TRequest> _recent = new();
    private readonly List<(Func<TRequest, bool> Predicate, TaskCompletionSource<TRequest> Source)> _waiters = [];
    private long _size;

    /// <summary>The latest calls, oldest first.</summary>
    public IReadOnlyList<TRequest> Recent
    {
        get { lock (_gate) return [.. _recent]; }
    }

    /// <summary>Awaits a call, past or future, that <paramref name="predicate"/> accepts.</summary>
    /// <exception cref="TimeoutException">None came in time; the message says what was waited for.</exception>
    public async Task<TRequest> WaitAsync(Func<TRequest, bool> predicate, TimeSpan? timeout, Func<string> what, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        var source = new TaskCompletionSource<TRequest>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_recent.FirstOrDefault(predicate) is { } past) return past;
            _waiters.Add((predicate, source));
        }

        try
        {
            return await source.Task.WaitAsync(timeout ?? DefaultTimeout, TimeProvider.System, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"Waited {timeout ?? DefaultTimeout} for {what()}", exception);
        }
        finally
        {
            lock (_gate) _waiters.RemoveAll(waiter => ReferenceEquals(waiter.Source, source));
        }
    }

    public void Add(TRequest request)
    {
        lock (_gate)
        {
            _recent.Enqueue(request);
            _size += sizeOf(request);
            while (_recent.Count > most || (_size > mostTogether && _recent.Count > 1)) _size -= sizeOf(_recent.Dequeue());
            foreach (var (predicate, source) in _waiters)
            {
                if (predicate(request)) source.TrySetResult(request);
            }
        }
    }
}
