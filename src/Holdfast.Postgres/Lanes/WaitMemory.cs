using Holdfast.Postgres.Handover;
using Holdfast.Postgres.Sql;

namespace Holdfast.Postgres.Lanes;

/// <summary>What a claim leaves to the wait after it, and a wait to the claim after it. Moments are of <see cref="Items.MonotonicTime"/>.</summary>
internal sealed class WaitMemory
{
    private readonly Pace _pace = new(atOnce: 5, apart: TimeSpan.FromMilliseconds(20));
    private readonly Lock _lock = new();
    private Task? _signal;
    private DueMoment? _due;
    private PlaceOffer? _offer;
    private bool _isForArrivals;

    /// <summary>When the next claim may be made in the database.</summary>
    public TimeSpan NextClaim => _pace.Next;

    /// <summary>A claim is made in the database.</summary>
    /// <param name="signal">Completes when there may be further work from now on.</param>
    /// <param name="now">The moment.</param>
    public void Begin(Task signal, TimeSpan now)
    {
        _pace.Take(now);
        lock (_lock)
            (_signal, _due, _offer) = (signal, null, null);
    }

    /// <summary>The claim took all that was due, and has seen when the next is.</summary>
    public void Know(DueMoment due)
    {
        lock (_lock)
            _due = due;
    }

    /// <summary>The claim leaves places.</summary>
    public void Offer(PlaceOffer offer)
    {
        lock (_lock)
            _offer = offer;
    }

    /// <summary>What a wait begins with: the sign since the last claim, when the next lane is due, what can be worked on. Each null where it is not known.</summary>
    public (Task? Signal, DueMoment? Due, PlaceOffer? Offer) Take()
    {
        lock (_lock)
        {
            var taken = (_signal, _due, _offer);
            (_signal, _due, _offer) = (null, null, null);
            return taken;
        }
    }

    /// <summary>Something was handed over, and nothing else has ended the wait: the next goes on where this one ends.</summary>
    public void WaitOn(Task signal, DueMoment due)
    {
        lock (_lock)
            (_signal, _due, _isForArrivals) = (signal, due, true);
    }

    /// <summary>Whether the claim now is only for what was handed over.</summary>
    public bool TakeArrivalsOnly()
    {
        lock (_lock)
        {
            var isForArrivals = _isForArrivals;
            _isForArrivals = false;
            return isForArrivals;
        }
    }
}

/// <summary>When there is something to do for whoever waits.</summary>
/// <param name="Claim">When the next lane is due that is known of.</param>
/// <param name="Look">When to look whether there is another.</param>
internal sealed record DueMoment(TimeSpan Claim, TimeSpan Look);
