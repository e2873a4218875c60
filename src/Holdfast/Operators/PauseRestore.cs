using Microsoft.Extensions.Hosting;

namespace Holdfast.Operators;

/// <summary>A server that is started while the agent is paused stays paused. Started before anything that works.</summary>
public sealed class PauseRestore(PauseSwitch pause) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => pause.RestoreAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
