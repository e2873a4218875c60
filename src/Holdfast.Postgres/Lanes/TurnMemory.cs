using Holdfast.Items;

namespace Holdfast.Postgres.Lanes;

/// <summary>
/// What this worker knows of one queue from its claims: who has had a turn when, how often it looked in vain, and how far it looked for those whose
/// lanes stand behind very many of others. Nothing depends on it but who comes first; a worker that has just started knows nothing.
/// </summary>
internal sealed class TurnMemory
{
    /// <summary>Each is sent along with a claim; whoever is forgotten comes a turn too early.</summary>
    private const int MaxRemembered = 256;

    private static readonly Dictionary<ItemOwner, DateTimeOffset> Nobody = [];

    private readonly Lock _lock = new();
    private readonly Dictionary<ItemOwner, DateTimeOffset> _served = [];
    private (string? Team, string? User) _lookedUpTo;
    private int _emptyClaims;

    /// <summary>How many claims in a row found nothing.</summary>
    public int EmptyClaims
    {
        get
        {
            lock (_lock)
                return _emptyClaims;
        }
    }

    /// <summary>What a claim is told.</summary>
    public (IReadOnlyDictionary<ItemOwner, DateTimeOffset> Served, string? Team, string? User) Recall()
    {
        lock (_lock)
            return (_served.Count == 0 ? Nobody : new Dictionary<ItemOwner, DateTimeOffset>(_served), _lookedUpTo.Team, _lookedUpTo.User);
    }

    /// <summary>What a claim has given.</summary>
    /// <param name="claims">The claims.</param>
    /// <param name="isContended">Whether more waits than was given: else there is nobody whose turn could be missed.</param>
    /// <param name="lookedUpTo">Where the look for further owners ended; null when there was none.</param>
    /// <param name="now">The moment.</param>
    public void Note(IReadOnlyList<Claim> claims, bool isContended, (string? Team, string? User)? lookedUpTo, DateTimeOffset now)
    {
        lock (_lock)
        {
            _emptyClaims = claims.Count == 0 ? _emptyClaims + 1 : 0;
            _lookedUpTo = lookedUpTo ?? _lookedUpTo;
            if (!isContended)
            {
                _served.Clear();
                return;
            }

            foreach (var claim in claims)
            {
                if (claim.Item.Owner is { } owner)
                    _served[owner] = now;
            }

            foreach (var old in _served.OrderBy(served => served.Value).Take(_served.Count - MaxRemembered).ToList())
                _served.Remove(old.Key);
        }
    }
}
