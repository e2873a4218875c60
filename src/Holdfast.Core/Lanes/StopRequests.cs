using Holdfast.Items;
using Holdfast.Storage;

namespace Holdfast.Lanes;

/// <summary>
/// That some work is to be ended, as a record: first it is durable, then whoever is at the work is told (<see cref="WorkStops"/>), so it ends once,
/// whatever dies in between. Whoever ends the work removes it. Registered by the feature, so that workers follow each other's.
/// </summary>
/// <param name="kind">The kind of the records.</param>
/// <param name="isOfRun">Whether the work is a run, with which its request is swept.</param>
public sealed class StopRequests(string kind, bool isOfRun = false)
{
    /// <summary>The kind of the records.</summary>
    public string Kind => kind;

    /// <summary>Asks for the end of some work.</summary>
    /// <param name="work">Which.</param>
    /// <param name="team">The workspace whose it is.</param>
    /// <param name="by">Who asks.</param>
    public StoredRecord Ask(ItemId work, string team, string by) =>
        new RecordKey(kind, work).With(by) with { Team = team, Run = isOfRun ? work : null, IsAnnounced = true };

    /// <summary>Removes the request, if there is one.</summary>
    /// <param name="work">Which work.</param>
    public StoredRecord Remove(ItemId work) => new RecordKey(kind, work).With(null);

    /// <summary>Who asked; null when nobody did.</summary>
    /// <param name="records">Where it is kept.</param>
    /// <param name="work">Which work.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<string?> FindAsync(IRecordReader records, ItemId work, CancellationToken cancellationToken) =>
        records.GetValueAsync(new RecordKey(kind, work), cancellationToken);
}
