using Holdfast.Slack.SocketMode;

namespace Holdfast.Slack.Tests.Support;

/// <summary>A supervisor that runs as long as its test; its end must be orderly.</summary>
internal sealed class Running : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private bool _expectedToThrow;

    public Running(SocketModeSupervisor supervisor)
    {
        Supervisor = supervisor;
        Task = supervisor.RunAsync(_stop.Token);
    }

    public SocketModeSupervisor Supervisor { get; }

    public Task Task { get; }

    public Task StopAsync()
    {
        _stop.Cancel();
        return Task.Soon();
    }

    public async Task<SocketModeStoppedException> StoppedAsync()
    {
        _expectedToThrow = true;
        return await Assert.ThrowsAsync<SocketModeStoppedException>(() => Task.Soon());
    }

    public async ValueTask DisposeAsync()
    {
        if (!_expectedToThrow)
            await StopAsync();
        _stop.Dispose();
    }
}
