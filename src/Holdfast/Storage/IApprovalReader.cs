using Holdfast.Approvals;
using Holdfast.Lanes;

namespace Holdfast.Storage;

/// <summary>The reading side of approvals.</summary>
public interface IApprovalReader
{
    /// <summary>An approval as last committed; null when there is none (any more).</summary>
    /// <param name="approval">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<Approval?> GetApprovalAsync(ItemId approval, CancellationToken cancellationToken);

    /// <summary>The approvals that a run asked for, in the order of asking.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<Approval>> GetApprovalsOfRunAsync(ItemId run, CancellationToken cancellationToken);

    /// <summary>What waits for a decision, the oldest first.</summary>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<Approval>> GetPendingApprovalsAsync(int limit, CancellationToken cancellationToken);

    /// <summary>How many wait for a decision.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<int> CountPendingApprovalsAsync(CancellationToken cancellationToken);
}
