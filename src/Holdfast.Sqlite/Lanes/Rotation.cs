using Holdfast.Items;

namespace Holdfast.Sqlite.Lanes;

/// <summary>Those who take turns.</summary>
internal sealed class Rotation
{
    private readonly LinkedList<Turn> _turns = [];
    private object? _round;
    private LinkedListNode<Turn>? _next;

    public bool IsEmpty => _turns.Count == 0;

    public void Add(Turn turn) => turn.Place = _turns.AddLast(turn);

    public void Remove(Turn turn) => _turns.Remove(turn.Place!);

    /// <summary>
    /// A lane of the first who has one to give and may; they go to the end then. Whoever may not is not asked again in this round, since places
    /// only become fewer.
    /// </summary>
    public Lane? TakeNext(object round, PlaceShares shares)
    {
        if (_round != round)
            (_round, _next) = (round, _turns.First);
        while (_next is { } place)
        {
            _next = place.Next;
            var turn = place.Value;
            if (turn.Take(round, shares) is not { } lane)
                continue;
            _turns.Remove(place);
            if (!turn.IsOver)
            {
                _turns.AddLast(place);
                _next ??= place;
            }

            return lane;
        }

        return null;
    }

    public bool Any(PlaceShares shares)
    {
        foreach (var turn in _turns)
        {
            if (turn.MayTake(shares))
                return true;
        }

        return false;
    }
}
