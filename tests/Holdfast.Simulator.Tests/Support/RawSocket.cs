using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Holdfast.Simulator.Tests.Support;

/// <summary>A Socket Mode client that does nothing by itself: the test decides what is acknowledged.</summary>
internal sealed class RawSocket : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[4 * 1024 * 1024];

    public JsonElement Hello { get; private set; }

    public bool LastWasOneFrame { get; private set; }

    public static async Task<RawSocket> OpenAsync(SlackSimulator simulator)
    {
        using var api = new Api(simulator);
        var opened = await api.FormAsync("apps.connections.open");
        return await OpenAsync(opened.Text("url"));
    }

    public static async Task<RawSocket> OpenAsync(string url)
    {
        var socket = new RawSocket();
        await socket._socket.ConnectAsync(new Uri(url), CancellationToken.None);
        socket.Hello = await socket.NextAsync();
        return socket;
    }

    public async Task<string> NextTextAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var length = 0;
        var frames = 0;
        ValueWebSocketReceiveResult received;
        do
        {
            received = await _socket.ReceiveAsync(_buffer.AsMemory(length), patience.Token);
            if (received.MessageType == WebSocketMessageType.Close) throw new EndOfStreamException("The server closed the connection.");
            length += received.Count;
            frames++;
        }
        while (!received.EndOfMessage);
        LastWasOneFrame = frames == 1;
        return Encoding.UTF8.GetString(_buffer, 0, length);
    }

    public async Task<JsonElement> NextAsync()
    {
        using var document = JsonDocument.Parse(await NextTextAsync());
        return document.RootElement.Clone();
    }

    /// <summary>The next envelope around an event of a type; others on the way are acknowledged and passed over.</summary>
    public async Task<JsonElement> NextEventAsync(string type)
    {
        while (true)
        {
            var frame = await NextAsync();
            if (frame.Text("type") != "events_api") continue;
            if (frame.GetProperty("payload").GetProperty("event").Text("type") == type) return frame;
            await AckAsync(frame);
        }
    }

    public Task AckAsync(JsonElement envelope, string? payload = null) =>
        SendAsync(payload is null
            ? $$"""{"envelope_id":"{{envelope.Text("envelope_id")}}"}"""
            : $$"""{"envelope_id":"{{envelope.Text("envelope_id")}}","payload":{{payload}}}""");

    public Task SendAsync(string text) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    public Task CloseAsync() => _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);

    /// <summary>Cuts the connection as a killed process does.</summary>
    public void Abort() => _socket.Abort();

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
