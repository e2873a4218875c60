using System.Net;
using System.Net.Sockets;

namespace Holdfast.Tests.Notifications.Webhooks;

/// <summary>A receiver that answers its first call byte by byte, as no server would.</summary>
internal sealed class RawEndpoint : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _enough = new();
    private readonly Task _answering;

    public RawEndpoint(Func<NetworkStream, CancellationToken, Task> answer)
    {
        _listener.Start();
        _answering = AnswerAsync(answer);
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}/");

    public async Task StopAsync()
    {
        await _enough.CancelAsync();
        await _answering.WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None);
    }

    public void Dispose()
    {
        _enough.Dispose();
        _listener.Dispose();
    }

    private async Task AnswerAsync(Func<NetworkStream, CancellationToken, Task> answer)
    {
        try
        {
            using var client = await _listener.AcceptTcpClientAsync(_enough.Token);
            var stream = client.GetStream();
            await answer(stream, _enough.Token);

            // Closed with something unread, the connection would take the answer with it.
            await stream.CopyToAsync(Stream.Null, _enough.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The caller had enough of it.
        }
    }
}
