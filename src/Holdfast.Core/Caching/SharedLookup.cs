using System.Diagnostics.CodeAnalysis;

namespace Holdfast.Caching;

/// <summary>What is found out elsewhere and kept for a while, where many may want to know the same at once: it is asked for once, for all of them.</summary>
/// <typeparam name="TKey">What it is found out about.</typeparam>
/// <typeparam name="TValue">What is found out.</typeparam>
/// <param name="lifetime">For how long it is good.</param>
/// <param name="capacity">The most that is kept.</param>
/// <param name="time">The clock.</param>
public sealed class SharedLookup<TKey, TValue>(TimeSpan lifetime, int capacity, TimeProvider time)
    where TKey : notnull
{
    private readonly ExpiringCache<TKey, TValue> _known = new(lifetime, capacity, time);
    private readonly Dictionary<TKey, Task<TValue>> _asked = [];

    /// <summary>What is known and still good.</summary>
    /// <param name="key">What is asked about.</param>
    /// <param name="value">What is known of it.</param>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value) => _known.TryGet(key, out value);

    /// <summary>What was known last, good or not.</summary>
    /// <param name="key">What is asked about.</param>
    /// <param name="value">What was known of it.</param>
    public bool TryGetLast(TKey key, [MaybeNullWhen(false)] out TValue value) => _known.TryGetLast(key, out value);

    /// <summary>What is known, or else what is found out now; a failure is told to all who wait, and not kept.</summary>
    /// <param name="key">What is asked about.</param>
    /// <param name="ask">
    /// Finds it out. It has a limit of its own, and goes on for the others when one of those who wait gives up; so it must not depend on what the
    /// first of them holds.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<TValue> GetAsync(TKey key, Func<TKey, Task<TValue>> ask, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ask);
        if (_known.TryGet(key, out var known))
            return ValueTask.FromResult(known);
        Task<TValue> asked;
        lock (_asked)
        {
            if (!_asked.TryGetValue(key, out asked!))
                _asked[key] = asked = Task.Run(() => AskAsync(key, ask), CancellationToken.None);
        }

        return new ValueTask<TValue>(asked.WaitAsync(cancellationToken));
    }

    private async Task<TValue> AskAsync(TKey key, Func<TKey, Task<TValue>> ask)
    {
        try
        {
            var value = await ask(key);
            _known.Set(key, value);
            return value;
        }
        finally
        {
            lock (_asked)
                _asked.Remove(key);
        }
    }
}
