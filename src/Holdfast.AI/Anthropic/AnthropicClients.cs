using Anthropic;
using Anthropic.Core;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Holdfast.AI.Anthropic;

/// <summary>Makes chat clients of Anthropic's official SDK.</summary>
public static class AnthropicClients
{
    /// <summary>A chat client for one model.</summary>
    /// <param name="options">Where and with which key.</param>
    /// <param name="model">The model.</param>
    /// <param name="http">The HTTP client, with no limit that is shorter than a run's: a run is bounded by its own.</param>
    /// <param name="logger">For what the model turns out not to have.</param>
    public static IChatClient CreateChatClient(AnthropicOptions options, string model, HttpClient http, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(http);
        var settings = new ClientOptions
        {
            HttpClient = http,
            Handlers = [new AnthropicWire(options)],
            BaseUrl = options.Root,
            ApiKey = options.ApiKey,

            // The run decides about time and repetition, durably; a second opinion down here would hide it.
            MaxRetries = 0,
            Timeout = Timeout.InfiniteTimeSpan,

            // A variable could have it write down what people say.
            OpenTelemetry = false,
        };
        return new AnthropicChatClient(new AnthropicClientWithRawResponse(settings), model, options, logger);
    }
}
