using System.Net;
using System.Net.Sockets;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>
/// Stands between a worker and its database as a network does: what is on its way while it is cut arrives when it is whole again, and
/// nobody is told in the meantime.
/// </summary>
internal sealed class DatabaseInBetween : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly int _target;
    private readonly Task _serving;
    private volatile TaskCompletionSource _whole = new();
    private long _delivered;

    /// <param name="target">The database's port on this machine.</param>
    public DatabaseInBetween(int target)
    {
        _target = target;
        _whole.SetResult();
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>The bytes that have reached workers, as far as their sockets.</summary>
    public long Delivered => Interlocked.Read(ref _delivered);

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>From now on nothing gets through, in either direction.</summary>
    public void Cut() => _whole = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>It is whole again.</summary>
    public void Reconnect() => _whole.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Stop();
        await _serving;
        _over.Dispose();
    }

    private async Task ServeAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true) connections.Add(RelayAsync(await _listener.AcceptTcpClientAsync(_over.Token)));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Stopped: the test is over.
        }

        await Task.WhenAll(connections);
    }

    private async Task RelayAsync(TcpClient worker)
    {
        using (worker)
        using (var database = new TcpClient())
        {
            try
            {
                await database.ConnectAsync(IPAddress.Loopback, _target, _over.Token);
                await await Task.WhenAny(
                    PassOnAsync(worker, database, static _ => { }), PassOnAsync(database, worker, count => Interlocked.Add(ref _delivered, count)));
            }
            catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
            {
                // One of both has hung up, or the test is over: so does the other.
            }
        }
    }

    private async Task PassOnAsync(TcpClient from, TcpClient to, Action<int> passed)
    {
        var buffer = new byte[64 * 1024];
        while (await from.GetStream().ReadAsync(buffer, _over.Token) is var count and > 0)
        {
            await _whole.Task.WaitAsync(_over.Token);
            await to.GetStream().WriteAsync(buffer.AsMemory(0, count), _over.Token);
            passed(count);
        }
    }
}
