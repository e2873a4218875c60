using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Holdfast.Redis.Tests;

/// <summary>Accepts connections and gives to every command one answer, or none: for states that a real server is in only for moments.</summary>
internal sealed class FakeRedis : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    /// <param name="answer">The line; null for silence.</param>
    public FakeRedis(string? answer)
    {
        _listener.Start();
        _serving = ServeAsync(answer);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync(string? answer)
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(AnswerAsync(await _listener.AcceptTcpClientAsync(_stop.Token), answer));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // The test is over.
        }

        await Task.WhenAll(connections);
    }

    private async Task AnswerAsync(TcpClient client, string? answer)
    {
        try
        {
            using (client)
            {
                // A character for each byte.
                using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
                while (await reader.ReadLineAsync(_stop.Token) is { } line)
                {
                    for (var rest = int.Parse(line[1..], CultureInfo.InvariantCulture); rest > 0; rest--)
                        await SkipTextAsync(reader);
                    if (answer is not null)
                        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer + "\r\n"), _stop.Token);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The test is over, or the client is gone.
        }
    }

    /// <summary>$4, PING: by its length, since a client's echo is random bytes, ends of lines among them.</summary>
    private async Task SkipTextAsync(StreamReader reader)
    {
        var length = await reader.ReadLineAsync(_stop.Token) ?? throw new IOException("The client is gone.");
        await reader.ReadBlockAsync(new char[int.Parse(length[1..], CultureInfo.InvariantCulture) + "\r\n".Length], _stop.Token);
    }
}
