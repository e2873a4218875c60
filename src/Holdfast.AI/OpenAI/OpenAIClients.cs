using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;

namespace Holdfast.AI.OpenAI;

/// <summary>Makes chat clients of OpenAI's official SDK.</summary>
public static class OpenAIClients
{
    /// <summary>A chat client for one model.</summary>
    /// <param name="options">Where and with which key.</param>
    /// <param name="model">The model.</param>
    /// <param name="http">The HTTP client, with no limit that is shorter than a run's: a run is bounded by its own.</param>
    public static IChatClient CreateChatClient(OpenAIOptions options, string model, HttpClient http)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(http);
        var settings = new OpenAIClientOptions
        {
            Endpoint = options.BaseUrl,
            Transport = new HttpClientPipelineTransport(http),

            // The run decides about time and repetition, durably; a second opinion down here would hide it. Only a connection that could
            // not be made is tried again underneath: the model has seen nothing of the request then.
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
        };
        settings.AddPolicy(new CompactBody(), PipelinePosition.BeforeTransport);
        var client = new ChatClient(model, new ApiKeyCredential(options.ApiKey), settings);
        return new OpenAIChatClient(client, model, options);
    }
}
