using Holdfast.Diagnostics;
using Holdfast.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Holdfast.Upkeep;

/// <summary>Ends the process when the store can do no more work in it: a server that keeps nothing must not look alive.</summary>
public sealed partial class StoreWatch(IHoldfastStore store, StopReason stop, IHostApplicationLifetime lifetime, ILogger<StoreWatch> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await ((Task)store.Failure.WaitAsync(stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!store.Failure.IsCompleted)
            return;
        var failure = await store.Failure;
        LogFailed(failure);
        stop.Set(failure.Message, needsPerson: false);
        lifetime.StopApplication();
    }

    [LoggerMessage(1330, LogLevel.Critical, "The store has failed for good; stopping the server")]
    private partial void LogFailed(Exception error);
}
