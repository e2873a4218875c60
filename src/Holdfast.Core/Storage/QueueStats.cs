using Holdfast.Items;

namespace Holdfast.Storage;

/// <summary>
/// What waits in a queue. Of <see cref="LaneQueue.Scheduled"/> a store may keep most in the file only: each item there counts as a lane
/// of its own. How old that queue's items are says nothing, since they wait for their time.
/// </summary>
/// <param name="Queue">The queue.</param>
/// <param name="Items">Items pending or being handled.</param>
/// <param name="Lanes">Lanes with at least one such item.</param>
/// <param name="Held">Lanes that are held by a worker; a hold whose lease ran out counts until a claim finds it so.</param>
/// <param name="OldestEnqueuedAt">When the first of these items was appended; null when there is none, and for <see cref="LaneQueue.Scheduled"/>.</param>
public sealed record QueueStats(LaneQueue Queue, int Items, int Lanes, int Held, DateTimeOffset? OldestEnqueuedAt);
