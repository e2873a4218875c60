using Holdfast.Items;
using Holdfast.Records;

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

    /// <summary>What waits for a decision in a workspace, the oldest first.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<Approval>> GetPendingApprovalsAsync(string team, int limit, CancellationToken cancellationToken);

    /// <summary>How many wait for a decision in a workspace.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<int> CountPendingApprovalsAsync(string team, CancellationToken cancellationToken);

    /// <summary>How many wait for a decision, in all workspaces.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<int> CountPendingApprovalsAsync(CancellationToken cancellationToken);
}
