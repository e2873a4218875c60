using Holdfast.Items;

namespace Holdfast.Postgres.Lanes;

/// <summary>
/// What this worker knows of one queue from its claims: who has had a turn when, how often it looked in vain, and how far it looked for those whose
/// lanes stand behind very many of others. Nothing depends on it but who comes first; a worker that has just started knows nothing.
/// </summary>
internal sealed class TurnMemory
{
    /// <summary>Each is sent along with a claim; whoever is forgotten comes a turn too early.</summary>
    private const int MostRemembered = 256;

    /// <summary>Claims of a queue that follow each other without a pause; from then on they are so far apart that each takes many lanes.</summary>
    private const int Burst = 5;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    private static readonly Dictionary<ItemOwner, DateTimeOffset> Nobody = [];

    private readonly Lock _lock = new();
    private readonly Dictionary<ItemOwner, DateTimeOffset> _served = [];
    private (string? Team, string? User) _lookedUpTo;
    private int _emptyClaims;
    private Task? _signal;
    private TimeSpan? _known;
    private TimeSpan _paced;

    /// <summary>A claim begins.</summary>
    /// <param name="signal">Completes when there may be further work from now on.</param>
    /// <param name="now">The moment.</param>
    public void Begin(Task signal, TimeSpan now)
    {
        lock (_lock)
        {
            (_signal, _known) = (signal, null);
            _paced = (_paced > now ? _paced : now) + Pace;
        }
    }

    /// <summary>When the next claim may be made, by <see cref="MonotonicTime"/>.</summary>
    public TimeSpan NextClaim
    {
        get
        {
            lock (_lock)
                return _paced - Burst * Pace;
        }
    }

    /// <summary>The claim took all that was due, and has seen when the next is.</summary>
    public void Know(TimeSpan next)
    {
        lock (_lock)
            _known = next;
    }

    /// <summary>When the next lane is due, as the last claim has seen it, for one wait after it; null where that must be looked for.</summary>
    public TimeSpan? TakeKnown()
    {
        lock (_lock)
        {
            var known = _known;
            _known = null;
            return known;
        }
    }

    /// <summary>The signal of the last claim, for one wait after it; null when there was none.</summary>
    public Task? TakeSignal()
    {
        lock (_lock)
        {
            var signal = _signal;
            _signal = null;
            return signal;
        }
    }

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

            foreach (var old in _served.OrderBy(served => served.Value).Take(_served.Count - MostRemembered).ToList())
                _served.Remove(old.Key);
        }
    }
}
