using Holdfast.Items;

namespace Holdfast.Sqlite.Lanes;

/// <summary>
/// The lanes of a queue that can be claimed at once, in turns: workspaces one after the other, and within each its people; a lane that is
/// nobody's has a turn of its own. Whoever comes goes to the end, and so does whoever has had a turn.
/// </summary>
/// <remarks>
/// Whoever may not have another place is looked at once a claim, and keeps their turn. How many lanes they have waiting matters nothing.
/// </remarks>
internal sealed class ReadyLanes
{
    private readonly Rotation _turns = new();
    private readonly Dictionary<string, TeamTurn> _teams = new(StringComparer.Ordinal);

    public int Count { get; private set; }

    /// <summary>Puts a lane behind those of its first item's owner.</summary>
    public void Add(Lane lane)
    {
        Count++;
        if (lane.Head!.Owner is { } owner)
            lane.Ready = TeamOf(owner.Team).Add(lane, owner);
        else
            _turns.Add(lane.Ready = new LaneTurn(lane));
    }

    /// <summary>Takes a lane out, wherever it stands.</summary>
    public void Remove(Lane lane)
    {
        Count--;
        var turn = lane.Ready!;
        lane.Ready = null;
        if (turn is not PersonTurn { Team: var team } person)
            _turns.Remove(turn);
        else if (person.Remove(lane) && team.IsOver)
            _turns.Remove(team);
    }

    /// <summary>Takes out the lane whose turn it is, of those who may have another place; null when there is none.</summary>
    /// <param name="round">The same for all calls of one claim.</param>
    /// <param name="shares">Who may have another place.</param>
    public Lane? TakeNext(object round, PlaceShares shares)
    {
        if (_turns.TakeNext(round, shares) is not { } lane)
            return null;
        Count--;
        lane.Ready = null;
        return lane;
    }

    /// <summary>Whether one of them may be claimed.</summary>
    public bool Any(PlaceShares shares) => _turns.Any(shares);

    private TeamTurn TeamOf(string id)
    {
        if (!_teams.TryGetValue(id, out var team))
        {
            _teams.Add(id, team = new TeamTurn(id, _teams));
            _turns.Add(team);
        }

        return team;
    }
}
