using Holdfast.Items;

namespace Holdfast.Postgres.Handover;

/// <summary>What somebody who waits could work on, whosever it is, without anybody getting more than their share.</summary>
/// <param name="Worker">Who waits.</param>
/// <param name="Lease">How long their holds last.</param>
/// <param name="Places">So many lanes.</param>
internal sealed record PlaceOffer(WorkerId Worker, TimeSpan Lease, int Places);

/// <summary>A place that is kept for a lane which is being written.</summary>
/// <param name="Queue">The lane's queue.</param>
/// <param name="Worker">The holder to be.</param>
/// <param name="Lease">How long the hold lasts.</param>
/// <param name="Asked">The moment, which is before the hold begins.</param>
internal sealed record KeptPlace(LaneQueue Queue, WorkerId Worker, TimeSpan Lease, TimeSpan Asked);
