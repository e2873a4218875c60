using System.Runtime.InteropServices;

namespace Holdfast.Items;

/// <summary>Who holds how many of a pump's places, and by how much that is too many to get another.</summary>
/// <remarks>
/// A person may take another place only while they hold fewer than are free, the last quarter of the places left out, which is for those who hold
/// none: without it each who comes and stalls would take half of what is left, and seven would have all of a hundred. So one alone gets three
/// eighths of the places, two a quarter each, and then there is one for each of many who come. No list of who is there is needed for that, nothing has
/// to be taken away from anybody, and what one does not use another gets. A workspace may take another while it holds fewer than nine times the
/// free ones.
/// </remarks>
/// <param name="places">All places.</param>
/// <param name="userShare">How much of three quarters of them one person may have who is alone, above 0; 1 for all places.</param>
/// <param name="teamShare">How much of them the people of one workspace may have together; 1 for all.</param>
internal sealed class PlaceLedger(int places, double userShare = 1, double teamShare = 1)
{
    private readonly int _reserve = places / 4;
    private readonly double? _userFactor = FactorOf(userShare);
    private readonly double? _teamFactor = FactorOf(teamShare);
    private readonly Lock _lock = new();
    private readonly Dictionary<ItemOwner, int> _users = [];
    private readonly Dictionary<string, int> _teams = new(StringComparer.Ordinal);
    private TaskCompletionSource? _waiting;
    private long _returns;
    private int _taken;

    /// <summary>Whether anybody is limited at all.</summary>
    public bool IsLimited => _userFactor is not null || _teamFactor is not null;

    /// <summary>How often a place was given back.</summary>
    public long Returns
    {
        get
        {
            lock (_lock)
                return _returns;
        }
    }

    /// <summary>Completes when a place has been given back since then.</summary>
    /// <param name="returns">What <see cref="Returns"/> said.</param>
    public Task NextReturnAsync(long returns)
    {
        lock (_lock)
        {
            if (returns != _returns)
                return Task.CompletedTask;
            _waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _waiting.Task;
        }
    }

    /// <summary>Some work has got a place.</summary>
    public void Take(ItemOwner? owner)
    {
        if (!IsLimited)
            return;
        lock (_lock)
        {
            _taken++;
            if (owner is null)
                return;
            CollectionsMarshal.GetValueRefOrAddDefault(_users, owner, out _)++;
            CollectionsMarshal.GetValueRefOrAddDefault(_teams, owner.Team, out _)++;
        }
    }

    /// <summary>Some work has ended.</summary>
    public void GiveBack(ItemOwner? owner)
    {
        if (!IsLimited)
            return;
        TaskCompletionSource? waiting;
        lock (_lock)
        {
            _taken--;
            _returns++;
            if (owner is not null)
            {
                Subtract(_users, owner);
                Subtract(_teams, owner.Team);
            }

            (waiting, _waiting) = (_waiting, null);
        }

        waiting?.TrySetResult();
    }

    /// <summary>What a claim is told of it.</summary>
    /// <param name="closed">The workspaces of which nothing may be claimed now.</param>
    public PlaceShares Offer(IReadOnlySet<string>? closed = null) => IsLimited || closed is { Count: > 0 } ? new PlaceShares(this, closed) : PlaceShares.Unlimited;

    /// <summary>Whether the workspace may have another place, when a claim has taken these besides.</summary>
    public bool MayTake(string team, int more, int moreOfTeam)
    {
        lock (_lock)
            return MayTeamTake(team, places - _taken - more, moreOfTeam);
    }

    /// <summary>The same for a person, and for their workspace.</summary>
    public bool MayTake(ItemOwner owner, int more, int moreOfTeam, int moreOfUser)
    {
        lock (_lock)
        {
            var free = places - _taken - more;
            return MayUserTake(_users.GetValueOrDefault(owner) + moreOfUser, free) && MayTeamTake(owner.Team, free, moreOfTeam);
        }
    }

    /// <summary>The rule as figures, for a store that applies it where the lanes are.</summary>
    public ShareFigures Figures()
    {
        lock (_lock)
            return new ShareFigures(places - _taken, _reserve, _userFactor, _teamFactor, [.. _users.Select(user => (user.Key, user.Value))]);
    }

    private bool MayUserTake(int held, int free) => _userFactor is not { } factor || held == 0 || held < factor * (free - _reserve);

    private bool MayTeamTake(string team, int free, int more) => _teamFactor is not { } factor || _teams.GetValueOrDefault(team) + more < factor * free;

    // Rounded: 0.9 / (1 - 0.9) is a little more than nine, and the last place would go as well.
    private static double? FactorOf(double share) => share < 1 ? Math.Round(share / (1 - share), 6) : null;

    private static void Subtract<TKey>(Dictionary<TKey, int> counts, TKey key)
        where TKey : notnull
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrNullRef(counts, key);
        if (--count == 0)
            counts.Remove(key);
    }
}
