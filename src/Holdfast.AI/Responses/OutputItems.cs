using System.Text.Json;
using Holdfast.AI.Chat;
using Holdfast.AI.Json;

namespace Holdfast.AI.Responses;

/// <summary>
/// The items of an answer, in the order in which they began. Which one a piece belongs to is said twice, by place and by id; gateways count all places as 0, or
/// give an item another id with each event, so neither alone is relied on.
/// </summary>
internal sealed class OutputItems
{
    private const int MaxItems = 1_000;

    private readonly List<OutputItem> _items = [];

    /// <summary>All of them.</summary>
    public IReadOnlyList<OutputItem> All => _items;

    /// <summary>An item begins.</summary>
    public OutputItem Begin(JsonElement item, long? index)
    {
        var begun = Add(item.TextOf("type") ?? "", index);
        begun.Begin(item);
        return begun;
    }

    /// <summary>The item of a type that a piece belongs to: the one at its place that is not whole, else the last one; a new one when there is none.</summary>
    public OutputItem Find(string type, long? index) =>
        _items.FindLast(item => item.Type == type && item.Index == index && item.Whole is null)
        ?? _items.FindLast(item => item.Type == type && item.Whole is null)
        ?? _items.FindLast(item => item.Type == type && item.Index == index)
        ?? Add(type, index);

    /// <summary>An item that came whole: the one that was begun, or a new one.</summary>
    public OutputItem End(JsonElement item, long? index)
    {
        var type = item.TextOf("type") ?? "";
        var ended = _items.Find(known => known.Type == type && known.Index == index && known.Whole is null)
            ?? _items.Find(known => known.Type == type && known.Whole is null)
            ?? Add(type, index);
        ended.End(item);
        return ended;
    }

    private OutputItem Add(string type, long? index)
    {
        if (_items.Count >= MaxItems)
            throw ModelStream.TooLong();
        var item = new OutputItem(type, index);
        _items.Add(item);
        return item;
    }
}
