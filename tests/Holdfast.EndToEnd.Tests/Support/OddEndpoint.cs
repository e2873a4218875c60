using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>
/// A model endpoint that speaks HTTP by hand, and does to each question what its row says. Which row is asked for stands in the question ("row 7.").
/// </summary>
internal sealed partial class OddEndpoint : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly ConcurrentDictionary<int, ConcurrentQueue<string>> _asked = new();
    private readonly Func<int, OddRequest, OddReply> _answer;
    private readonly Task _serving;

    /// <param name="answer">The answer to a request of a row.</param>
    public OddEndpoint(Func<int, OddRequest, OddReply> answer)
    {
        _answer = answer;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _serving = ServeAsync();
    }

    public int Port { get; }

    /// <summary>Its address, as OpenAI's is given.</summary>
    public string BaseUrl => $"{Root}/v1";

    /// <summary>Its address.</summary>
    public string Root => $"http://127.0.0.1:{Port}";

    /// <summary>The bodies of a row's requests so far.</summary>
    public IReadOnlyList<string> Asked(int row) => _asked.TryGetValue(row, out var bodies) ? [.. bodies] : [];

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Stop();
        await _serving;
        _over.Dispose();
    }

    private async Task ServeAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
                serving.Add(AnswerAsync(await _listener.AcceptTcpClientAsync(_over.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped: the test is over.
        }

        await Task.WhenAll(serving);
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var (head, body) = await ReadAsync(stream);
                var row = int.Parse(RowNumber().Matches(body)[^1].Groups["row"].Value);
                var asked = _asked.GetOrAdd(row, _ => new ConcurrentQueue<string>());
                asked.Enqueue(body);
                var reply = _answer(row, new OddRequest(body, asked.Count) { Head = head });
                foreach (var piece in reply.Pieces)
                {
                    await stream.WriteAsync(piece, _over.Token);
                    if (reply.Pause > TimeSpan.Zero) await Task.Delay(reply.Pause, _over.Token);
                }

                if (reply.Hangs) await Task.Delay(Timeout.InfiniteTimeSpan, _over.Token);
                client.Client.Shutdown(SocketShutdown.Send);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
            {
                // The client has had enough, or the test is over.
            }
        }
    }

    /// <summary>The head, and the body, whose length the client says.</summary>
    private async Task<(string Head, string Body)> ReadAsync(NetworkStream stream)
    {
        var read = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var bytes = read.ToArray();
            var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                var head = Encoding.ASCII.GetString(bytes, 0, end);
                var length = int.Parse(ContentLength().Match(head).Groups["length"].Value);
                if (bytes.Length - end - 4 >= length) return (head, Encoding.UTF8.GetString(bytes, end + 4, length));
            }

            if (await stream.ReadAsync(buffer, _over.Token) is not (> 0 and var more)) throw new IOException("The request was cut off.");
            read.Write(buffer, 0, more);
        }
    }

    [GeneratedRegex(@"row (?<row>\d+)\.", RegexOptions.None, 1000)]
    private static partial Regex RowNumber();

    [GeneratedRegex(@"content-length:\s*(?<length>\d+)", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex ContentLength();
}

/// <summary>What an endpoint was asked.</summary>
/// <param name="Body">The body.</param>
/// <param name="Number">Which request of its row it is, from 1.</param>
internal sealed record OddRequest(string Body, int Number)
{
    /// <summary>The request line and the headers.</summary>
    public required string Head { get; init; }

    /// <summary>The path.</summary>
    public string Path => Head.Split(' ')[1];

    /// <summary>Whether it is one of Responses.</summary>
    public bool IsResponses => Path.EndsWith("/responses", StringComparison.Ordinal);

    /// <summary>Whether a tool's result is in it.</summary>
    public bool HasResult => Count("\"role\":\"tool\"") + Count("\"function_call_output\"") > 0;

    /// <summary>How often something is in it.</summary>
    public int Count(string text) => Body.Split(text).Length - 1;
}

/// <summary>Bytes on the wire, HTTP included.</summary>
/// <param name="Pieces">What is written, one after the other.</param>
internal sealed record OddReply(IEnumerable<byte[]> Pieces)
{
    public TimeSpan Pause { get; init; }

    public bool Hangs { get; init; }

    /// <summary>A stream of events, each as its data.</summary>
    public static OddReply Events(params string[] data) => Stream(string.Concat(data.Select(item => $"data: {item}\n\n")));

    /// <summary>A stream, as its bytes.</summary>
    public static OddReply Stream(string body) => Stream(Encoding.UTF8.GetBytes(body));

    /// <summary>A stream, as its bytes.</summary>
    public static OddReply Stream(byte[] body) => new([Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"), body]);

    /// <summary>A stream that says how long it is, and is not.</summary>
    public static OddReply CutStream(string body) =>
        new([Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 9999999\r\nConnection: close\r\n\r\n{body}")]);

    /// <summary>A status with a body.</summary>
    public static OddReply Status(int status, string body, string headers = "", string type = "application/json") =>
        new([Encoding.UTF8.GetBytes($"HTTP/1.1 {status} Odd\r\nContent-Type: {type}\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}")]);
}
