using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Threading.Channels;
using Holdfast.Slack.Envelopes;
using Holdfast.Slack.SocketMode;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Slack.Tests.Support;

/// <summary>Slack's side of Socket Mode: tickets, sockets, envelopes, acknowledgements; its JSON is written by hand here.</summary>
internal sealed class FakeSlack : IAsyncDisposable
{
    public const string AppToken = "xapp-secret-token";
    public const string Ticket = "secret-ticket";

    private readonly Channel<FakeSocket> _connected = Channel.CreateUnbounded<FakeSocket>();
    private LoopbackServer _server = null!;
    private int _opens;
    private int _sockets;

    /// <summary>What apps.connections.open answers at its nth call, from 1; null for a good address.</summary>
    public Func<int, (int Status, string Body)?> Open { get; set; } = _ => null;

    public string? RetryAfter { get; set; }

    /// <summary>How much of it the client believes; what the connections make of that is up to them.</summary>
    public TimeSpan ClientMaxRetryAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>What a socket sends first, for the nth socket from 1; null for nothing.</summary>
    public Func<int, string?> Greeting { get; set; } =
        n => $$$"""{"type":"hello","num_connections":{{{n}}},"debug_info":{"approximate_connection_time":18060}}""";

    /// <summary>The port to send sockets to, when something stands between.</summary>
    public int? LinkPort { get; set; }

    public string Scheme { get; init; } = "ws";

    public int Opens => Volatile.Read(ref _opens);

    public ConcurrentDictionary<string, int> Acks { get; } = [];

    public Channel<(string Id, string Json, int Socket)> AckLog { get; } = Channel.CreateUnbounded<(string, string, int)>();

    public int Port => _server.Port;

    public Uri ApiUrl => _server.ApiUrl;

    public static async Task<FakeSlack> StartAsync(
        FakeSlack? slack = null, Action<Microsoft.AspNetCore.Server.Kestrel.Core.ListenOptions>? listen = null)
    {
        slack ??= new FakeSlack();
        slack._server = await LoopbackServer.StartAsync(slack.HandleAsync, listen);
        return slack;
    }

    public Task<FakeSocket> NextSocketAsync() => _connected.Reader.NextAsync();

    public SocketModeSupervisor Supervisor(
        IEnvelopeHandler handler, Action<SocketModeOptions>? change = null, RecordingLogs? logs = null,
        ISocketModeObserver? observer = null, TimeProvider? time = null)
    {
        var options = new SocketModeOptions
        {
            AppToken = AppToken,
            Connections = 1,
            FirstRetryDelay = TimeSpan.FromMilliseconds(20),
            MaxRetryDelay = TimeSpan.FromMilliseconds(200),
            StartInterval = TimeSpan.FromMilliseconds(10),
            StableAfter = TimeSpan.Zero,
        };
        change?.Invoke(options);
        return new SocketModeSupervisor(
            Clients.To(ApiUrl, client => client.MaxRetryAfter = ClientMaxRetryAfter), handler, options, time ?? TimeProvider.System, new Random(1), logs ?? new RecordingLogs(), observer);
    }

    public async Task AckedAsync(string id)
    {
        using var patience = new CancellationTokenSource(Eventually.Limit);
        while (!Acks.ContainsKey(id))
            await AckLog.Reader.ReadAsync(patience.Token);
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        if (context.WebSockets.IsWebSocketRequest)
        {
            await ServeAsync(context);
            return;
        }

        var n = Interlocked.Increment(ref _opens);
        var (status, body) = Open(n) ?? (200, $$"""{"ok":true,"url":"{{Scheme}}://localhost:{{LinkPort ?? Port}}/link/?ticket={{Ticket}}&app_id=A1"}""");
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        if (RetryAfter is not null)
            context.Response.Headers.RetryAfter = RetryAfter;
        await context.Response.WriteAsync(body);
    }

    private async Task ServeAsync(HttpContext context)
    {
        if (context.Request.Query["ticket"] != Ticket)
        {
            context.Response.StatusCode = 403;
            return;
        }

        var n = Interlocked.Increment(ref _sockets);
        using var web = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = TimeSpan.FromSeconds(10) });
        var socket = new FakeSocket(n, web, this);
        if (Greeting(n) is { } greeting)
            await socket.SendAsync(greeting);
        _connected.Writer.TryWrite(socket);
        await socket.ReceiveAsync();
    }
}

/// <summary>Slack's end of one socket.</summary>
internal sealed class FakeSocket(int number, WebSocket web, FakeSlack slack) : IDisposable
{
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly TaskCompletionSource<WebSocketCloseStatus?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Number => number;

    /// <summary>Completes with the client's close status; null if it just went.</summary>
    public Task<WebSocketCloseStatus?> Ended => _ended.Task;

    public static string Envelope(string id, string payload = """{"type":"event_callback"}""") =>
        $$"""{"envelope_id":"{{id}}","type":"events_api","accepts_response_payload":false,"retry_attempt":0,"retry_reason":"","payload":{{payload}}}""";

    public Task SendAsync(string text) => SendAsync(System.Text.Encoding.UTF8.GetBytes(text), pieces: 1);

    public async Task SendAsync(byte[] message, int pieces)
    {
        await _sending.WaitAsync();
        try
        {
            var size = (message.Length + pieces - 1) / pieces;
            var start = 0;
            do
            {
                var end = Math.Min(start + size, message.Length);
                await web.SendAsync(message.AsMemory(start..end), WebSocketMessageType.Text, end == message.Length, CancellationToken.None);
                start = end;
            }
            while (start < message.Length);
        }
        finally
        {
            _sending.Release();
        }
    }

    public Task DisconnectAsync(string reason) => SendAsync($$$"""{"type":"disconnect","reason":"{{{reason}}}","debug_info":{"host":"h"}}""");

    public Task CloseAsync() => web.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "bye", CancellationToken.None);

    public void Abort() => web.Abort();

    public void Dispose() => _sending.Dispose();

    public async Task ReceiveAsync()
    {
        WebSocketCloseStatus? status = null;
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await web.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                    length += part.Count;
                }
                while (!part.EndOfMessage);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    status = web.CloseStatus;
                    if (web.State == WebSocketState.CloseReceived)
                        await web.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                    break;
                }

                using var ack = System.Text.Json.JsonDocument.Parse(buffer.AsMemory(0, length));
                var id = ack.RootElement.GetProperty("envelope_id").GetString()!;
                slack.Acks.AddOrUpdate(id, 1, (_, n) => n + 1);
                slack.AckLog.Writer.TryWrite((id, System.Text.Encoding.UTF8.GetString(buffer, 0, length), number));
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The client went without a word; the test sees it in the status.
        }

        _ended.TrySetResult(status);
    }
}
