using Holdfast.Workspaces;
using Microsoft.Extensions.Hosting;

namespace Holdfast.Storage;

/// <summary>Ends the process when the store can do no more work in it: a server that keeps nothing must not look alive.</summary>
public sealed class StoreWatch(IHoldfastStore store, StopReason stop, IHostApplicationLifetime lifetime) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await store.Failure.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!store.Failure.IsCompleted)
            return;
        stop.Set("The store stopped writing after a defect. Start the server again; nothing that was acknowledged is lost.", needsPerson: false);
        lifetime.StopApplication();
    }
}
