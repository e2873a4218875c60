using System.Net;
using System.Text;
using System.Text.Json;
using Holdfast.AI.Anthropic;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.AI.Tests.Anthropic;

/// <summary>A Messages endpoint without a network, answering as a test says, and what it was asked.</summary>
internal sealed class FakeAnthropic : HttpMessageHandler
{
    public const string Key = "sk-ant-secret";

    private const string Fine = """
        event: message_start
        data: {"type":"message_start","message":{"model":"claude-real"}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Fine."}}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn"}}

        event: message_stop
        data: {"type":"message_stop"}


        """;

    public Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Answer { get; set; } = (_, _) => Task.FromResult(Says(200, Fine));

    public AnthropicOptions Options { get; } = new() { ApiKey = Key };

    public List<(HttpRequestMessage Message, string Body)> Requests { get; } = [];

    /// <summary>The body of the last request.</summary>
    public JsonElement Asked => JsonElement.Parse(Requests[^1].Body);

    public IChatClient Client() => AnthropicClients.CreateChatClient(Options, "claude-test", new HttpClient(this, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan }, NullLogger.Instance);

    public static HttpResponseMessage Says(int status, string body) => new((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8) };

    /// <summary>Asks, and gives all updates.</summary>
    public async Task<List<ChatResponseUpdate>> AskAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var client = Client();
        return await client.GetStreamingResponseAsync(messages, options, cancellationToken).ToListAsync(CancellationToken.None);
    }

    /// <summary>Asks, and gives the messages as they were sent.</summary>
    public async Task<string> WritesAsync(params ChatMessage[] messages)
    {
        await AskAsync(messages);
        return Asked.GetProperty("messages").GetRawText();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add((request, await request.Content!.ReadAsStringAsync(cancellationToken)));
        return await Answer(request, cancellationToken);
    }
}
