using System.Text.RegularExpressions;

namespace Holdfast.Simulator.Webhooks;

/// <summary>
/// Somebody else's webhooks, at <c>/webhooks/{name}</c> for any name: what came to them is kept, the latest only, and verified where
/// a secret is set. They go wrong by a fault on <see cref="Faults.Fault.Webhook"/>.
/// </summary>
public sealed partial class WebhookInbox
{
    internal const int MaxBodyBytes = 1024 * 1024;
    private const int MaxRequests = 1_000;
    private const int MaxSecrets = 1_000;
    private const long MaxKeptBytes = 64 * 1024 * 1024;
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);

    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Queue<WebhookRequest> _requests = new();
    private readonly Dictionary<string, byte[]> _keys = [];
    private readonly List<Waiter> _waiters = [];
    private long _keptBytes;
    private long _total;

    internal WebhookInbox(TimeProvider time) => _time = time;

    /// <summary>The latest requests, oldest first.</summary>
    public IReadOnlyList<WebhookRequest> Requests
    {
        get { lock (_gate) return [.. _requests]; }
    }

    /// <summary>How many requests came, those that are no longer kept too.</summary>
    public long Total => Interlocked.Read(ref _total);

    /// <summary>Has what comes to a webhook from now on verified by the Standard Webhooks specification, or no longer.</summary>
    /// <param name="name">The webhook's name.</param>
    /// <param name="secret"><c>whsec_</c> and base64; null to verify nothing.</param>
    /// <exception cref="ArgumentException">The name or the secret is not of that form.</exception>
    public void SetSecret(string name, string? secret)
    {
        if (!IsName(name)) throw new ArgumentException("A webhook's name has 1 to 64 letters, digits, hyphens and underscores.", nameof(name));
        var key = secret is null ? null : StandardWebhooks.KeyOf(secret);
        lock (_gate)
        {
            if (key is null) _keys.Remove(name);
            else if (_keys.Count < MaxSecrets || _keys.ContainsKey(name)) _keys[name] = key;
            else throw new ArgumentException($"{MaxSecrets} webhooks have a secret; take one away.", nameof(name));
        }
    }

    /// <summary>The first <paramref name="count"/> kept requests, past or future, that <paramref name="predicate"/> accepts; struck ones too.</summary>
    /// <exception cref="TimeoutException">Fewer came within <paramref name="timeout"/> (default 60 s).</exception>
    public async Task<IReadOnlyList<WebhookRequest>> WaitForRequestsAsync(
        Func<WebhookRequest, bool> predicate, int count = 1, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        var waiter = new Waiter(predicate, count);
        lock (_gate)
        {
            foreach (var request in _requests) waiter.Offer(request);
            _waiters.Add(waiter);
        }

        try
        {
            // The wall clock on purpose: a test whose fake clock stands still must still end.
            return await waiter.Source.Task.WaitAsync(timeout ?? DefaultTimeout, TimeProvider.System, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException(
                $"Waited {timeout ?? DefaultTimeout} for {count} matching webhook request(s); saw {waiter.Seen} of {Total} in all.", exception);
        }
        finally
        {
            lock (_gate) _waiters.Remove(waiter);
        }
    }

    /// <summary>Forgets the requests; the total goes on.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _requests.Clear();
            _keptBytes = 0;
        }
    }

    internal static bool IsName(string name) => Name().IsMatch(name);

    internal void Add(string name, string method, IReadOnlyDictionary<string, string> headers, byte[] body, string outcome)
    {
        var now = _time.GetUtcNow();
        lock (_gate)
        {
            var key = _keys.GetValueOrDefault(name);
            var problem = key is null ? null : StandardWebhooks.Check(key, headers, body, now);
            var request = new WebhookRequest(Interlocked.Increment(ref _total), name, method, headers, body, now, outcome)
            {
                IsVerified = key is null ? null : problem is null,
                Problem = problem,
            };
            _requests.Enqueue(request);
            _keptBytes += body.Length;
            while (_requests.Count > MaxRequests || _keptBytes > MaxKeptBytes) _keptBytes -= _requests.Dequeue().Body.Length;
            foreach (var waiter in _waiters) waiter.Offer(request);
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,64}\z", RegexOptions.None, 1000)]
    private static partial Regex Name();

    /// <summary>One awaited number of requests.</summary>
    private sealed class Waiter(Func<WebhookRequest, bool> predicate, int count)
    {
        private readonly List<WebhookRequest> _seen = [];

        public TaskCompletionSource<IReadOnlyList<WebhookRequest>> Source { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Seen => _seen.Count;

        public void Offer(WebhookRequest request)
        {
            if (Source.Task.IsCompleted) return;
            try
            {
                if (predicate(request)) _seen.Add(request);
            }
            catch (Exception exception)
            {
                // The test's own condition failed: that belongs to the test, not to the request that set it off.
                Source.TrySetException(exception);
                return;
            }

            if (_seen.Count >= count) Source.TrySetResult([.. _seen]);
        }
    }
}
