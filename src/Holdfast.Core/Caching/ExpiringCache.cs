using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Holdfast.Caching;

/// <summary>
/// What was found out lately, so that it is not asked for each time. Its age is counted by the monotonic clock: a wall clock that is set
/// back an hour would keep everything for that hour longer.
/// </summary>
/// <typeparam name="TKey">What it was found out about.</typeparam>
/// <typeparam name="TValue">What was found out.</typeparam>
/// <param name="lifetime">For how long it is good.</param>
/// <param name="capacity">The most that is kept.</param>
/// <param name="time">The clock.</param>
public sealed class ExpiringCache<TKey, TValue>(TimeSpan lifetime, int capacity, TimeProvider time)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, (TValue Value, long Since)> _entries = [];

    /// <summary>What is known and still good.</summary>
    /// <param name="key">What is asked about.</param>
    /// <param name="value">What is known of it.</param>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var found = _entries.TryGetValue(key, out var entry) && IsGood(entry.Since);
        value = found ? entry.Value : default;
        return found;
    }

    /// <summary>What was known last, good or not: for when nothing newer can be had.</summary>
    /// <param name="key">What is asked about.</param>
    /// <param name="value">What was known of it.</param>
    public bool TryGetLast(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var found = _entries.TryGetValue(key, out var entry);
        value = entry.Value;
        return found;
    }

    /// <summary>Keeps what was found out just now.</summary>
    /// <param name="key">What it is about.</param>
    /// <param name="value">What was found out.</param>
    public void Set(TKey key, TValue value)
    {
        if (_entries.Count >= capacity && !_entries.ContainsKey(key))
            MakeRoom();
        _entries[key] = (value, time.GetTimestamp());
    }

    private bool IsGood(long since) => time.GetElapsedTime(since) < lifetime;

    private void MakeRoom()
    {
        foreach (var (key, entry) in _entries)
        {
            if (!IsGood(entry.Since))
                _entries.TryRemove(key, out _);
        }

        if (_entries.Count >= capacity)
            _entries.Clear();
    }
}
