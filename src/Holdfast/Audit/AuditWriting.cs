using Holdfast.Items;
using Holdfast.Storage;

namespace Holdfast.Audit;

/// <summary>Writes an entry of its own, for a deed that the store does not take part in.</summary>
internal static class AuditWriting
{
    /// <summary>Writes it. It comes before the deed, which is then never done without it.</summary>
    /// <param name="store">Where.</param>
    /// <param name="entry">The entry; a reference that it lacks is made.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async ValueTask WriteAuditAsync(this IHoldfastStore store, AuditEntry entry, TimeProvider time, CancellationToken cancellationToken)
    {
        var id = ItemId.New(time);
        var record = (entry with { Reference = entry.Reference ?? id.ToString() }).ToRecord(id.ToString());
        await store.AppendAsync(
        [
            new NewItem
            {
                Id = id, Queue = LaneQueue.Orders, Lane = $"audit/{id}", Kind = AuditEntry.Kind, Payload = default, DedupeKey = $"audit:{id}", Settled = Settlement.Answered, Records = [record],
            },
        ], cancellationToken);
    }
}
