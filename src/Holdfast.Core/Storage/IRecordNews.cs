namespace Holdfast.Storage;

/// <summary>What other workers of a shared store have decided. A store with one worker has no such thing.</summary>
public interface IRecordNews
{
    /// <summary>
    /// Returns when a record that is announced (<see cref="Items.StoredRecord.IsAnnounced"/>) may have been changed by anybody since this was last
    /// asked; now and then also when none was.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask WaitForChangeAsync(CancellationToken cancellationToken);
}
