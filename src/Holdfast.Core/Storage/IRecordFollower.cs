namespace Holdfast.Storage;

/// <summary>Something in memory that goes by an announced record (<see cref="Items.StoredRecord.IsAnnounced"/>), which another worker may change.</summary>
public interface IRecordFollower
{
    /// <summary>Takes over what the record says, if it is not so here already.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task FollowAsync(CancellationToken cancellationToken);
}
