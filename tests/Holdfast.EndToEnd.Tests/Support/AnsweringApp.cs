using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Holdfast.Simulator;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>An app that acknowledges whatever Slack brings, with what the test says: for what is seen of answers on the page.</summary>
internal sealed class AnsweringApp : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _over = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Connects.</summary>
    /// <param name="slack">The simulator.</param>
    /// <param name="answer">The acknowledgement's payload as JSON text for a payload that came; null for none.</param>
    public static async Task<AnsweringApp> StartAsync(SlackSimulator slack, Func<JsonElement, string?> answer)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", slack.AppToken);
        using var opened = await http.PostAsync(new Uri(slack.SlackApiUrl, "apps.connections.open"), content: null);
        var url = JsonElement.Parse(await opened.Content.ReadAsStringAsync()).GetProperty("url").GetString()!;
        var app = new AnsweringApp();
        await app._socket.ConnectAsync(new Uri(url), CancellationToken.None);
        app._running = app.RunAsync(answer);
        return app;
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _running;
        _socket.Dispose();
        _over.Dispose();
    }

    private async Task RunAsync(Func<JsonElement, string?> answer)
    {
        var buffer = new byte[1024 * 1024];
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(buffer.AsMemory(), _over.Token);
                using var frame = JsonDocument.Parse(buffer.AsMemory(0, received.Count));
                if (!frame.RootElement.TryGetProperty("envelope_id", out var id)) continue;
                var payload = answer(frame.RootElement.GetProperty("payload"));
                var ack = payload is null ? $$"""{"envelope_id":"{{id}}"}""" : $$"""{"envelope_id":"{{id}}","payload":{{payload}}}""";
                await _socket.SendAsync(Encoding.UTF8.GetBytes(ack), WebSocketMessageType.Text, endOfMessage: true, _over.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            // The test is over.
        }
    }
}
