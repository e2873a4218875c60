using Holdfast.Lanes;
using Holdfast.Runs;

namespace Holdfast.Storage;

/// <summary>The reading side of runs.</summary>
public interface IRunReader
{
    /// <summary>A run as last committed; null when there is none (any more).</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<RunRecord?> GetRunAsync(ItemId run, CancellationToken cancellationToken);

    /// <summary>The committed steps of a run, in order.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<RunStep>> GetStepsAsync(ItemId run, CancellationToken cancellationToken);
}
