using Holdfast.Items;
using Holdfast.Storage;

namespace Holdfast.Testing.Storage;

/// <summary>Who had a turn when; whose it is now is found out by looking at everybody.</summary>
internal sealed class TurnBook
{
    private readonly Dictionary<(LaneQueue Queue, string Team, string? User), (TimeSpan At, long Number)> _turns = [];
    private long _number;

    /// <summary>The lane whose turn it is.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="lanes">Its lanes that can be claimed.</param>
    /// <param name="shares">Who may have another place.</param>
    /// <returns>Null when nobody may who has a lane.</returns>
    public ReadyLane? Next(LaneQueue queue, IEnumerable<ReadyLane> lanes, PlaceShares shares)
    {
        var all = lanes.ToLookup(lane => lane.Owner?.Team);
        return all[null].Select(lane => (Lane: lane, Turn: (lane.Due, Number: 0L, lane.Due, lane.Sequence)))
            .Concat(all.Where(team => team.Key is not null && shares.MayTake(team.Key))
                .Select(team => (Lane: NextOf(queue, team, shares), Turn: TurnOf((queue, team.Key!, null), team)))
                .Where(team => team.Lane is not null)
                .Select(team => (Lane: team.Lane!, team.Turn)))
            .OrderBy(turn => turn.Turn)
            .Select(turn => turn.Lane)
            .FirstOrDefault();
    }

    /// <summary>Somebody has had a turn.</summary>
    public void Had(LaneQueue queue, ItemOwner? owner, TimeSpan at)
    {
        if (owner is null)
            return;
        _turns[(queue, owner.Team, null)] = (at, ++_number);
        _turns[(queue, owner.Team, owner.User)] = (at, _number);
    }

    private ReadyLane? NextOf(LaneQueue queue, IEnumerable<ReadyLane> team, PlaceShares shares) => team
        .GroupBy(lane => lane.Owner!)
        .Where(person => shares.MayTake(person.Key))
        .OrderBy(person => TurnOf((queue, person.Key.Team, person.Key.User), person))
        .Select(person => person.MinBy(lane => (lane.Due, lane.Sequence)))
        .FirstOrDefault();

    private (TimeSpan Since, long Number, TimeSpan Due, long Sequence) TurnOf((LaneQueue, string, string?) whose, IEnumerable<ReadyLane> lanes)
    {
        var (at, number) = _turns.GetValueOrDefault(whose, (TimeSpan.MinValue, 0));
        var first = lanes.MinBy(lane => (lane.Due, lane.Sequence))!;
        return (at > first.Due ? at : first.Due, number, first.Due, first.Sequence);
    }
}

/// <summary>A lane that can be claimed, by its first item.</summary>
internal sealed record ReadyLane(string Name, ItemOwner? Owner, TimeSpan Due, long Sequence);
