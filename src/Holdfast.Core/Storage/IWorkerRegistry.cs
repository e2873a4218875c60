using Holdfast.Items;

namespace Holdfast.Storage;

/// <summary>Who works on a shared store. Only a store for several workers has one.</summary>
public interface IWorkerRegistry
{
    /// <summary>Says that a worker is there.</summary>
    /// <param name="worker">The worker, as it now is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask BeatAsync(WorkerRecord worker, CancellationToken cancellationToken);

    /// <summary>Says that a worker has gone on purpose.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask LeaveAsync(WorkerId worker, CancellationToken cancellationToken);

    /// <summary>Everybody who was there within the last minutes, and has not left; the oldest first.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<WorkerRecord>> GetWorkersAsync(CancellationToken cancellationToken);
}

/// <summary>One worker.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Version">What it runs.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="SeenAt">When it was heard of last, by the store's clock.</param>
/// <param name="InHand">The items that it is at work on.</param>
public sealed record WorkerRecord(WorkerId Id, string Version, DateTimeOffset StartedAt, DateTimeOffset SeenAt, int InHand)
{
    /// <summary>How long a worker is silent before it is taken for gone. Its work is taken over by others when its leases end, whatever is said here.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(35);

    /// <summary>Whether it is silent for too long.</summary>
    /// <param name="now">The moment, by the store's clock.</param>
    public bool IsSilent(DateTimeOffset now) => now - SeenAt > Patience;
}
