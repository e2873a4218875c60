namespace Holdfast.Simulator.Calls;

/// <summary>One Web API call.</summary>
/// <param name="Method">Such as <c>chat.postMessage</c>.</param>
/// <param name="Token">The kind of token it came with.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="At">When it arrived.</param>
/// <param name="Outcome"><c>ok</c>, an error code, or <c>fault:…</c>.</param>
public sealed record CallRecord(string Method, TokenKind Token, ApiArguments Arguments, DateTimeOffset At, string Outcome);

/// <summary>The latest Web API calls, oldest dropped, and a counter for each method.</summary>
public sealed class CallLog
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);
    private readonly int _capacity;
    private readonly Lock _gate = new();
    private readonly Queue<CallRecord> _calls = new();
    private readonly List<(Func<CallRecord, bool> Predicate, TaskCompletionSource<CallRecord> Source)> _waiters = [];

    internal CallLog(int capacity) => _capacity = capacity;

    /// <summary>The latest calls, oldest first.</summary>
    public IReadOnlyList<CallRecord> Recent
    {
        get { lock (_gate) return [.. _calls]; }
    }

    /// <summary>How often a method was called, refused and struck calls included.</summary>
    public long Count(string method) => Counts.TryGetValue(method, out var counter) ? counter.Value : 0;

    internal System.Collections.Concurrent.ConcurrentDictionary<string, CallCounter> Counts { get; } = new();

    /// <summary>The remembered calls of a method, oldest first.</summary>
    public IReadOnlyList<CallRecord> Of(string method)
    {
        lock (_gate) return [.. _calls.Where(call => call.Method == method)];
    }

    /// <summary>Awaits a call, past or future, that <paramref name="predicate"/> accepts.</summary>
    /// <exception cref="TimeoutException">None came within <paramref name="timeout"/> (default 60 s).</exception>
    public async Task<CallRecord> WaitForCallAsync(
        Func<CallRecord, bool> predicate, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        var source = new TaskCompletionSource<CallRecord>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_calls.FirstOrDefault(predicate) is { } past) return past;
            _waiters.Add((predicate, source));
        }

        try
        {
            return await source.Task.WaitAsync(timeout ?? DefaultTimeout, TimeProvider.System, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"Waited {timeout ?? DefaultTimeout} for a matching Web API call; {Recent.Count} are remembered.", exception);
        }
        finally
        {
            lock (_gate) _waiters.RemoveAll(waiter => ReferenceEquals(waiter.Source, source));
        }
    }

    /// <summary>Forgets the calls; counters go on.</summary>
    public void Clear()
    {
        lock (_gate) _calls.Clear();
    }

    internal void Add(string method, TokenKind token, ApiArguments arguments, TimeProvider time, string outcome)
    {
        Counts.GetOrAdd(method, static _ => new CallCounter()).Increment();
        if (_capacity == 0) return;
        var call = new CallRecord(method, token, arguments, time.GetUtcNow(), outcome);
        lock (_gate)
        {
            _calls.Enqueue(call);
            if (_calls.Count > _capacity) _calls.Dequeue();
            foreach (var (predicate, source) in _waiters)
            {
                if (predicate(call)) source.TrySetResult(call);
            }
        }
    }
}

/// <summary>Counts without a lock.</summary>
internal sealed class CallCounter
{
    private long _value;

    public long Value => Volatile.Read(ref _value);

    public void Increment() => Interlocked.Increment(ref _value);
}
