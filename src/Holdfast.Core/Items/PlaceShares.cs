namespace Holdfast.Items;

/// <summary>
/// To whom the places that a claim asks lanes for may go. A store asks before it hands a lane out, and says so when it has; lanes of those who
/// have their share already, and of workspaces whose work rests, are passed over. For one claim, and the wait after it.
/// </summary>
public sealed class PlaceShares
{
    /// <summary>More places than there are, by far: with so many in their hands nobody gets another.</summary>
    private const int AllPlaces = 1_000_000_000;

    /// <summary>Where workspaces have no share, one may hold so many times the free places: none that works holds nearly as many.</summary>
    private const double NoTeamShare = 1_000;

    private readonly PlaceLedger? _ledger;
    private readonly IReadOnlySet<string>? _closed;
    private readonly Dictionary<ItemOwner, int> _users = [];
    private readonly Dictionary<string, int> _teams = new(StringComparer.Ordinal);
    private int _taken;
    private int _questions;

    internal PlaceShares(PlaceLedger? ledger, IReadOnlySet<string>? closed = null) => (_ledger, _closed) = (ledger, closed is { Count: > 0 } ? closed : null);

    /// <summary>Anybody may have any number of places.</summary>
    public static PlaceShares Unlimited { get; } = new(ledger: null);

    /// <summary>How often it was asked: what a claim costs.</summary>
    internal int Questions => _questions;

    /// <summary>Whether lanes were passed over that somebody else's place given back may let through.</summary>
    public bool HasPassedOver { get; private set; }

    /// <summary>Makes the shares of a pump in which nobody works.</summary>
    /// <param name="places">All places.</param>
    /// <param name="userShare">How much of them one person may have who is alone.</param>
    /// <param name="teamShare">The same for the people of one workspace together.</param>
    /// <param name="held">Who works all the same, for each of their places.</param>
    public static PlaceShares Of(int places, double userShare, double teamShare, params IEnumerable<ItemOwner> held)
    {
        ArgumentNullException.ThrowIfNull(held);
        var ledger = new PlaceLedger(places, userShare, teamShare);
        foreach (var owner in held)
            ledger.Take(owner);
        return ledger.Offer();
    }

    /// <summary>Makes the shares of a pump in which nobody works and nobody has a limit, but some workspaces get nothing.</summary>
    /// <param name="places">All places.</param>
    /// <param name="closed">Those workspaces.</param>
    public static PlaceShares Without(int places, params IEnumerable<string> closed) => new PlaceLedger(places).Offer(closed.ToHashSet(StringComparer.Ordinal));

    /// <summary>Whether somebody of a workspace may have another place.</summary>
    /// <param name="team">The workspace.</param>
    public bool MayTake(string team) => _ledger is null || Noted(IsOpen(team) && _ledger.MayTake(team, _taken, _teams.GetValueOrDefault(team)));

    /// <summary>Whether a lane of this owner may be handed out; of nobody's it always may.</summary>
    /// <param name="owner">Whose its first item is.</param>
    public bool MayTake(ItemOwner? owner) =>
        _ledger is null || owner is null
        || Noted(IsOpen(owner.Team) && _ledger.MayTake(owner, _taken, _teams.GetValueOrDefault(owner.Team), _users.GetValueOrDefault(owner)));

    /// <summary>A lane of this owner is handed out.</summary>
    /// <param name="owner">Whose its first item is.</param>
    public void Take(ItemOwner? owner)
    {
        if (_ledger is null)
            return;
        _taken++;
        if (owner is null)
            return;
        _users[owner] = _users.GetValueOrDefault(owner) + 1;
        _teams[owner.Team] = _teams.GetValueOrDefault(owner.Team) + 1;
    }

    /// <summary>The rule as figures, for a store that applies it where the lanes are; null when there is none.</summary>
    public ShareFigures? Figures => _closed is null ? _ledger?.Figures() : WithClosed(_ledger!.Figures());

    /// <summary>Such a store has passed lanes over.</summary>
    public void PassOver() => HasPassedOver = _ledger is not null;

    /// <summary>What was taken is counted by the ledger from now on.</summary>
    internal void Settle()
    {
        _users.Clear();
        _teams.Clear();
        _taken = 0;
    }

    private bool IsOpen(string team) => _closed?.Contains(team) != true;

    /// <summary>A workspace of which nothing may be claimed is, in figures, one that has all places and more.</summary>
    private ShareFigures WithClosed(ShareFigures figures) => figures with
    {
        TeamFactor = figures.TeamFactor ?? NoTeamShare,
        Held = [.. figures.Held, .. _closed!.Select(static team => (new ItemOwner(team, ""), AllPlaces))],
    };

    private bool Noted(bool may)
    {
        _questions++;
        HasPassedOver |= !may;
        return may;
    }
}

/// <summary>How the places stand before a claim.</summary>
/// <param name="Free">Free places.</param>
/// <param name="Reserve">How many of them are for people who hold none.</param>
/// <param name="UserFactor">A person may take another place while they hold fewer than so many times the others; null for any number.</param>
/// <param name="TeamFactor">A workspace may take another while it holds fewer than so many times the free ones; null for any number.</param>
/// <param name="Held">Who holds how many.</param>
public sealed record ShareFigures(int Free, int Reserve, double? UserFactor, double? TeamFactor, IReadOnlyList<(ItemOwner Owner, int Places)> Held);
