using Holdfast.Items;

namespace Holdfast.Sqlite.Lanes;

/// <summary>Somebody who takes turns: a lane that is nobody's, a workspace, a person.</summary>
internal abstract class Turn
{
    /// <summary>Where it stands in its <see cref="Rotation"/>.</summary>
    public LinkedListNode<Turn>? Place { get; set; }

    /// <summary>Whose the lanes are; null for nobody's and for a workspace.</summary>
    public virtual ItemOwner? Owner => null;

    /// <summary>Whether it has no lane (any more).</summary>
    public abstract bool IsOver { get; }

    /// <summary>Takes its next lane out; null when it may not have another place.</summary>
    public abstract Lane? Take(object round, PlaceShares shares);

    /// <summary>Whether it may have another place.</summary>
    public abstract bool MayTake(PlaceShares shares);
}

/// <summary>A lane that is nobody's.</summary>
internal sealed class LaneTurn(Lane lane) : Turn
{
    private bool _isTaken;

    public override bool IsOver => _isTaken;

    public override Lane Take(object round, PlaceShares shares)
    {
        _isTaken = true;
        return lane;
    }

    public override bool MayTake(PlaceShares shares) => true;
}

/// <summary>A workspace, whose people take turns.</summary>
/// <param name="id">Which.</param>
/// <param name="teams">All that have a lane; it takes itself out.</param>
internal sealed class TeamTurn(string id, Dictionary<string, TeamTurn> teams) : Turn
{
    private readonly Rotation _people = new();
    private readonly Dictionary<ItemOwner, PersonTurn> _byOwner = [];

    public override bool IsOver => _people.IsEmpty;

    public PersonTurn Add(Lane lane, ItemOwner owner)
    {
        if (!_byOwner.TryGetValue(owner, out var person))
        {
            _byOwner.Add(owner, person = new PersonTurn(owner, this));
            _people.Add(person);
        }

        person.Add(lane);
        return person;
    }

    public override Lane? Take(object round, PlaceShares shares)
    {
        var lane = shares.MayTake(id) ? _people.TakeNext(round, shares) : null;
        Tidy();
        return lane;
    }

    public override bool MayTake(PlaceShares shares) => shares.MayTake(id) && _people.Any(shares);

    /// <summary>A person has no lane any more.</summary>
    public void Forget(PersonTurn person) => _byOwner.Remove(person.Owner);

    /// <summary>The same, and they were not at their turn.</summary>
    public void Remove(PersonTurn person)
    {
        Forget(person);
        _people.Remove(person);
        Tidy();
    }

    private void Tidy()
    {
        if (IsOver)
            teams.Remove(id);
    }
}

/// <summary>A person, whose lanes come in the order in which they became ready.</summary>
internal sealed class PersonTurn(ItemOwner owner, TeamTurn team) : Turn
{
    private readonly LinkedList<Lane> _lanes = [];

    public override ItemOwner Owner => owner;

    public TeamTurn Team => team;

    public override bool IsOver => _lanes.Count == 0;

    public void Add(Lane lane)
    {
        lane.ReadyNode = _lanes.AddLast(lane);

        // One object for a person, however many items wait.
        lane.Head!.Owner = owner;
    }

    /// <summary>Takes one of its lanes out; true when that was the last.</summary>
    public bool Remove(Lane lane)
    {
        _lanes.Remove(lane.ReadyNode!);
        if (IsOver)
            team.Remove(this);
        return IsOver;
    }

    public override Lane? Take(object round, PlaceShares shares)
    {
        if (!shares.MayTake(owner))
            return null;
        var lane = _lanes.First!.Value;
        _lanes.RemoveFirst();
        if (IsOver)
            team.Forget(this);
        return lane;
    }

    public override bool MayTake(PlaceShares shares) => shares.MayTake(owner);
}
