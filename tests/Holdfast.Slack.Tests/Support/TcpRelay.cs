using System.Net;
using System.Net.Sockets;

namespace Holdfast.Slack.Tests.Support;

/// <summary>Passes bytes on until frozen; then it swallows them and says nothing, like a router that lost power.</summary>
internal sealed class TcpRelay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private volatile bool _frozen;

    public TcpRelay(int target)
    {
        _target = target;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Freeze() => _frozen = true;

    /// <summary>New connections pass again; the old ones stay dead.</summary>
    public void Thaw() => _frozen = false;

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                var server = new TcpClient();
                await server.ConnectAsync(IPAddress.Loopback, _target);
                var dead = new StrongBox();
                _ = PumpAsync(client.GetStream(), server.GetStream(), dead);
                _ = PumpAsync(server.GetStream(), client.GetStream(), dead);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, StrongBox dead)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            int read;
            while ((read = await from.ReadAsync(buffer)) > 0)
            {
                dead.Value |= _frozen;
                if (!dead.Value)
                    await to.WriteAsync(buffer.AsMemory(0, read));
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // One end went.
        }

        if (!dead.Value)
            to.Dispose();
    }

    private sealed class StrongBox
    {
        public volatile bool Value;
    }
}
