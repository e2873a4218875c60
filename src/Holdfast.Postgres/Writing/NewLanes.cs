using Holdfast.Items;
using Holdfast.Postgres.Handover;
using Holdfast.Postgres.Sql;

namespace Holdfast.Postgres.Writing;

/// <summary>The lanes that a transaction begins, and the places that are kept for them. What is handed over is made of what was written, and not read again.</summary>
internal sealed class NewLanes(Handovers handovers)
{
    private readonly Dictionary<(LaneQueue, string), KeptPlace> _places = [];
    private readonly Dictionary<ItemId, NewItem> _items = [];
    private readonly Dictionary<long, (NewItem Item, DateTimeOffset At)> _inserted = [];
    private readonly Dictionary<long, long> _fences = [];

    /// <summary>Keeps a place for the lane of an item, where somebody waits and it can be worked on at once.</summary>
    public KeptPlace? PlaceFor(NewItem item)
    {
        if (!_places.TryGetValue(LaneOf(item), out var place))
        {
            place = item.DueAt is null && !(item.DueIn > TimeSpan.Zero) ? handovers.Keep(item.Queue) : null;
            if (place is null)
                return null;
            _places.Add(LaneOf(item), place);
        }

        _items[item.Id] = item;
        return place;
    }

    public bool HasPlaceFor(NewItem item) => _places.ContainsKey(LaneOf(item));

    /// <summary>An item stands in the table.</summary>
    public void Inserted(ItemId id, long sequence, DateTimeOffset at)
    {
        if (_items.TryGetValue(id, out var item))
            _inserted.Add(sequence, (item, at));
    }

    /// <summary>A lane stands in the table, and perhaps in somebody's hand.</summary>
    public void Shown(long? held, long? fence)
    {
        if (held is { } sequence && fence is { } number && _inserted.ContainsKey(sequence))
            _fences.Add(sequence, number);
    }

    /// <summary>All of it is durable. Gives the queues of lanes that were to be handed over and were not: another worker had begun them meanwhile.</summary>
    public HashSet<LaneQueue> Settle()
    {
        foreach (var (sequence, fence) in _fences)
        {
            var (item, at) = _inserted[sequence];
            if (_places.Remove(LaneOf(item), out var place))
                handovers.Settle(place, new Claim(Read(item, sequence, at), place.Worker, fence));
        }

        var left = _places.Values.Select(place => place.Queue).ToHashSet();
        Abandon();
        return left;
    }

    /// <summary>Gives back the places that are left.</summary>
    public void Abandon()
    {
        foreach (var place in _places.Values)
            handovers.Settle(place, claim: null);
        _places.Clear();
    }

    private static (LaneQueue, string) LaneOf(NewItem item) => (item.Queue, PostgresValues.Clean(item.Lane));

    /// <summary>The item as it would be read.</summary>
    private static LaneItem Read(NewItem item, long sequence, DateTimeOffset at) => new()
    {
        Id = item.Id,
        Sequence = sequence,
        Queue = item.Queue,
        Lane = PostgresValues.Clean(item.Lane),
        Kind = PostgresValues.Clean(item.Kind),
        Payload = item.Payload.ToArray(),
        OrderKey = item.Place,
        Owner = item.Owner is { } owner ? new ItemOwner(PostgresValues.Clean(owner.Team), PostgresValues.Clean(owner.User)) : null,
        DedupeKey = item.DedupeKey is { } key ? PostgresValues.Clean(key) : null,
        EnqueuedAt = at,
        Attempt = 0,
        InDoubt = false,
        TraceParent = item.TraceParent is { } trace ? PostgresValues.Clean(trace) : null,
    };
}
