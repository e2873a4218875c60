namespace Holdfast.Simulator.Tests.Support;

/// <summary>The least a bot can be: acknowledges each mention and posts <c>echo …</c>, as often as the test says.</summary>
internal sealed class EchoBot : IAsyncDisposable
{
    private readonly RawSocket _socket;
    private readonly Api _api;
    private readonly Task _running;

    private EchoBot(RawSocket socket, Api api, Func<int, int> replies)
    {
        _socket = socket;
        _api = api;
        _running = RunAsync(replies);
    }

    public static async Task<EchoBot> StartAsync(SlackSimulator simulator, Func<int, int>? replies = null) =>
        new(await RawSocket.OpenAsync(simulator), new Api(simulator), replies ?? (_ => 1));

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _running;
        await _socket.DisposeAsync();
        _api.Dispose();
    }

    private async Task RunAsync(Func<int, int> replies)
    {
        try
        {
            while (true)
            {
                var envelope = await _socket.NextEventAsync("app_mention");
                await _socket.AckAsync(envelope);
                var mention = envelope.GetProperty("payload").GetProperty("event");
                var text = mention.Text("text").Split("> ", 2)[1];
                var thread = mention.TryGetProperty("thread_ts", out var root) ? root.GetString()! : mention.Text("ts");
                for (var i = replies(int.Parse(text.Split(' ')[1])); i > 0; i--)
                    await _api.FormAsync("chat.postMessage", ("channel", mention.Text("channel")), ("thread_ts", thread), ("text", $"echo {text}"));
            }
        }
        catch (Exception exception) when (exception is System.Net.WebSockets.WebSocketException or EndOfStreamException or OperationCanceledException)
        {
            // The test is over.
        }
    }
}
