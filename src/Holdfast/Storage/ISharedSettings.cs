namespace Holdfast.Storage;

/// <summary>What other workers of a shared store set. A store with one worker has no such thing.</summary>
public interface ISharedSettings
{
    /// <summary>Returns when a setting may have been changed by anybody since this was last asked; now and then also when none was.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask WaitForChangeAsync(CancellationToken cancellationToken);

    /// <summary>The names of all settings that begin so.</summary>
    /// <param name="prefix">The beginning.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<string>> GetKeysAsync(string prefix, CancellationToken cancellationToken);
}
