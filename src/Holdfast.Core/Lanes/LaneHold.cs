using Holdfast.Items;

namespace Holdfast.Lanes;

/// <summary>
/// A hold as its holder knows it: until when it is good, by the clock of this process. A process can be frozen, or cut off from the
/// store, for longer than its lease, and go on as if nothing had been: it would send the reply that another has sent meanwhile. So the
/// hold is asked directly before every effect outside, by whatever makes it: a request that leaves, a process that starts, a write to
/// memory elsewhere.
/// </summary>
/// <remarks>
/// It is good for a lease's length from the moment at which the claim, or its renewal, was asked for: the store's ends later. In between nobody
/// else can have the lane. A clock that stands still together with the process, as in a machine that is suspended, notices nothing.
/// </remarks>
/// <param name="claim">The hold.</param>
/// <param name="goodUntil">Until when, by <see cref="MonotonicTime"/>.</param>
/// <param name="time">The clock.</param>
public sealed class LaneHold(Claim claim, TimeSpan goodUntil, TimeProvider time)
{
    private static readonly AsyncLocal<LaneHold?> Ambient = new();

    private long _goodUntil = goodUntil.Ticks;
    private volatile bool _hasRefused;

    /// <summary>
    /// The hold under which the running code works; null outside of lanes. It flows along as an activity does, so that what makes an
    /// effect can ask without everybody on the way having to hand it on.
    /// </summary>
    public static LaneHold? Current => Ambient.Value;

    /// <summary>The hold.</summary>
    public Claim Claim => claim;

    /// <summary>For how long it is good without another renewal; zero or less when it has lapsed.</summary>
    public TimeSpan Left => new TimeSpan(Volatile.Read(ref _goodUntil)) - time.GetMonotonic();

    /// <summary>
    /// Whether an effect was refused. From then on all are: whatever the work makes of the refusal, nothing of it is to be done or kept.
    /// </summary>
    public bool HasRefused => _hasRefused;

    /// <summary>Asks whether an effect may be made now.</summary>
    /// <param name="needed">
    /// How long the effect may take until nothing more can come of it; zero where it is enough that the hold has not lapsed.
    /// </param>
    /// <exception cref="LostLeaseException">It may not: the hold has lapsed, or would before the effect is over.</exception>
    public void ThrowUnlessGoodFor(TimeSpan needed)
    {
        var left = Left;
        if (!_hasRefused && left > TimeSpan.Zero && left >= needed)
            return;
        _hasRefused = true;
        throw new LostLeaseException(claim, left, needed);
    }

    /// <summary>
    /// What the caller does from here on, to the end of its method, is for others as well, whose holds are their own: an answer that is kept
    /// for everybody must not depend on the hold of the first caller.
    /// </summary>
    public static void StepOut() => Ambient.Value = null;

    /// <summary>It was renewed.</summary>
    internal void Prolong(TimeSpan until) => Volatile.Write(ref _goodUntil, until.Ticks);

    /// <summary>What the caller does from here on is done under this hold, and what it calls.</summary>
    internal void MakeCurrent() => Ambient.Value = this;
}
