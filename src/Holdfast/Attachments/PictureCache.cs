using Holdfast.Slack;

namespace Holdfast.Attachments;

/// <summary>Pictures that were seen lately: a conversation about one puts it before the model with each question. Bounded in bytes; the oldest go first.</summary>
internal sealed class PictureCache
{
    private const int MaxBytes = 64 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _newestFirst = [];
    private long _bytes;

    /// <summary>The pictures of a file; null when they are not here.</summary>
    internal IReadOnlyList<Picture>? Find(TeamId team, string file)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(KeyOf(team, file), out var node))
                return null;
            _newestFirst.Remove(node);
            _newestFirst.AddFirst(node);
            return node.Value.Pictures;
        }
    }

    /// <summary>Keeps them, if they are not too large for that.</summary>
    internal void Keep(TeamId team, string file, IReadOnlyList<Picture> pictures)
    {
        var bytes = pictures.Sum(picture => (long)picture.Bytes.Length);
        if (bytes == 0 || bytes > MaxBytes / 4)
            return;
        lock (_lock)
        {
            var key = KeyOf(team, file);
            if (_entries.TryGetValue(key, out var known))
                Remove(known);
            _entries[key] = _newestFirst.AddFirst(new Entry(key, pictures, bytes));
            _bytes += bytes;
            while (_bytes > MaxBytes && _newestFirst.Last is { } oldest)
                Remove(oldest);
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _newestFirst.Remove(node);
        _entries.Remove(node.Value.Key);
        _bytes -= node.Value.Bytes;
    }

    private static string KeyOf(TeamId team, string file) => $"{team}/{file}";

    private sealed record Entry(string Key, IReadOnlyList<Picture> Pictures, long Bytes);
}
