using Holdfast.Items;
using Holdfast.Records;

namespace Holdfast.Storage;

/// <summary>The reading side of runs.</summary>
public interface IRunReader
{
    /// <summary>A run as last committed; null when there is none (any more).</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<RunRecord?> GetRunAsync(ItemId run, CancellationToken cancellationToken);

    /// <summary>The committed steps of a run, whole, in order: what a resumed run needs.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<RunStep>> GetStepsAsync(ItemId run, CancellationToken cancellationToken);

    /// <summary>How many steps a run has.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<int> CountStepsAsync(ItemId run, CancellationToken cancellationToken);

    /// <summary>Some steps of a run for a list, in order.</summary>
    /// <param name="run">The run.</param>
    /// <param name="after">The number of the step before the first wanted one; 0 from the beginning.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="maxText">The most characters of each text, as <see cref="string.Length"/> counts them; no pair of surrogates is split.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<StepOutline>> GetStepOutlinesAsync(ItemId run, int after, int limit, int maxText, CancellationToken cancellationToken);

    /// <summary>One step, whole; null when there is none.</summary>
    /// <param name="run">The run.</param>
    /// <param name="number">Its number.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<RunStep?> GetStepAsync(ItemId run, int number, CancellationToken cancellationToken);

    /// <summary>The run of a conversation that is under way or waits, the one that began last; null when there is none.</summary>
    /// <param name="conversation">The text form of the conversation.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<RunRecord?> GetOpenRunAsync(string conversation, CancellationToken cancellationToken);

    /// <summary>The runs of a channel that began last, the newest first.</summary>
    /// <param name="channel"><c>team/channel</c>.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<RunRecord>> GetRecentRunsAsync(string channel, int limit, CancellationToken cancellationToken);

    /// <summary>The runs that are looked for, the newest first. It goes over all that are kept: for an operator, and for nothing that happens often.</summary>
    /// <param name="query">Which.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<RunRecord>> FindRunsAsync(RunQuery query, int limit, CancellationToken cancellationToken);

    /// <summary>What Slack confirmed of the deliveries that a run or another item planned, in the order in which they were planned.</summary>
    /// <param name="cause">The run.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<DeliveryReceipt>> GetDeliveredAsync(ItemId cause, int limit, CancellationToken cancellationToken);
}
