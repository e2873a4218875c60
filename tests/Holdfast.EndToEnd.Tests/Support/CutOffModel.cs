using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>A model provider whose first answer breaks off in the middle of the stream; the next ones are whole.</summary>
internal sealed class CutOffModel : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _serving;
    private readonly string _farewell;
    private int _calls;

    /// <param name="farewell">What ends the broken answer on the wire: nothing, or the end of the body without an end of the answer.</param>
    public CutOffModel(string farewell)
    {
        _farewell = farewell;
        _listener.Start();
        BaseUrl = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1";
        _serving = ServeAsync();
    }

    public string BaseUrl { get; }

    public int Calls => Volatile.Read(ref _calls);

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await AnswerAsync(client.GetStream());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
            // Stopped: the test is over.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        await ReadRequestAsync(stream);
        var whole = Interlocked.Increment(ref _calls) > 1;
        var body = new StringBuilder("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
        body.Append(Chunk("""{"role":"assistant","content":"Half an "}""", finish: null));
        if (whole) body.Append(Chunk("""{"content":"answer made whole."}""", finish: null)).Append(Chunk("{}", "stop")).Append(Piece("data: [DONE]\n\n")).Append("0\r\n\r\n");
        else body.Append(_farewell);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(body.ToString()));
    }

    /// <summary>Up to the end of the body, whose length the client says or marks.</summary>
    private static async Task ReadRequestAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[64 * 1024];
        while (await stream.ReadAsync(buffer) is > 0 and var read)
        {
            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
            var request = text.ToString();
            var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0) continue;
            var length = request.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
            if (length is null ? request.EndsWith("0\r\n\r\n", StringComparison.Ordinal) : request.Length - end - 4 >= int.Parse(length[15..].Trim())) return;
        }
    }

    private static string Chunk(string delta, string? finish) => Piece(
        $$"""data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{{delta}},"finish_reason":{{(finish is null ? "null" : $"\"{finish}\"")}}}]}"""
        + "\n\n");

    private static string Piece(string text) => $"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n";
}
