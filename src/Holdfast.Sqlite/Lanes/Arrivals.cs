namespace Holdfast.Sqlite.Lanes;

/// <summary>The entries of a queue in the order in which they were appended, so that the oldest is known without a look at the others.</summary>
internal sealed class Arrivals
{
    private Entry? _last;

    public Entry? First { get; private set; }

    public void Add(Entry entry)
    {
        entry.Before = _last;
        if (_last is null)
            First = entry;
        else
            _last.After = entry;
        _last = entry;
    }

    public void Remove(Entry entry)
    {
        if (entry.Before is { } before)
            before.After = entry.After;
        else
            First = entry.After;
        if (entry.After is { } after)
            after.Before = entry.Before;
        else
            _last = entry.Before;
        (entry.Before, entry.After) = (null, null);
    }
}
