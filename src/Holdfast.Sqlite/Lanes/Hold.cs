using Holdfast.Items;

namespace Holdfast.Sqlite.Lanes;

/// <summary>A worker's hold on a lane.</summary>
internal sealed class Hold(Lane lane, Entry entry, WorkerId worker, long fence)
{
    public Lane Lane => lane;

    /// <summary>What the holder works on.</summary>
    public Entry Entry => entry;

    public long Fence => fence;

    /// <summary>When it may be given to another, by <see cref="MonotonicClock"/>.</summary>
    public long LeaseUntil { get; set; }

    /// <summary>Commits under this hold that are on their way to the disk: it cannot lapse before their result is known.</summary>
    public int Commits { get; set; }

    /// <summary>One of them ends the hold: nothing may be committed after it.</summary>
    public bool IsEnding { get; set; }

    public bool IsOf(Claim claim) => fence == claim.Fence && worker == claim.Worker;

    public bool HasLapsed(long now) => LeaseUntil <= now && Commits == 0;
}
