using System.ClientModel;
using System.ClientModel.Primitives;
using Holdfast.AI.ChatCompletions;
using Holdfast.AI.Responses;
using Holdfast.AI.Wire;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Responses;

namespace Holdfast.AI.OpenAI;

/// <summary>Makes chat clients for OpenAI, through its official SDK, and for every other endpoint that speaks its protocols.</summary>
public static class OpenAIClients
{
    /// <summary>A chat client for one model.</summary>
    /// <param name="options">Where, with which key, and by which protocol.</param>
    /// <param name="model">The model.</param>
    /// <param name="http">The HTTP client, with no limit that is shorter than a run's: a run is bounded by its own.</param>
    /// <param name="logger">For what the endpoint turns out not to have.</param>
    public static IChatClient CreateChatClient(OpenAIOptions options, string model, HttpClient http, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(logger);
        var completions = new ModelClient(CompletionsAt(options, model, http), new ChatCompletionsProtocol(), model, LaterNames(options), logger);
        return options.SpokenApi == OpenAIApi.ChatCompletions
            ? completions
            : new ResponsesFirst(new ModelClient(ResponsesAt(options, http), new ResponsesProtocol(), model, NotThinking(model), logger), completions, options.Root, logger);
    }

    /// <summary>OpenAI itself is asked by its own client; it takes the limit of an answer under its later name alone.</summary>
    private static Features LaterNames(OpenAIOptions options) => options.IsOpenAI ? Features.MaxTokens : Features.None;

    /// <summary>Older models of OpenAI's, which do not think and refuse to be asked about it: the first question need not find that out.</summary>
    private static Features NotThinking(string model) =>
        model.StartsWith("gpt-3.5", StringComparison.Ordinal) || model.StartsWith("gpt-4", StringComparison.Ordinal) ? RefusedFeatures.OfThinking : Features.None;

    private static IEndpoint CompletionsAt(OpenAIOptions options, string model, HttpClient http)
    {
        if (!options.IsOpenAI)
            return new HttpEndpoint(http, options);
        var settings = Prepare(new OpenAIClientOptions { Endpoint = options.Root }, http);
        return new SdkEndpoint(new ChatClient(model, new ApiKeyCredential(options.ApiKey), settings).CompleteChatAsync, options);
    }

#pragma warning disable OPENAI001 // The SDK calls Responses experimental. Of it the method that takes and gives bytes is used alone, and that stays.
    private static SdkEndpoint ResponsesAt(OpenAIOptions options, HttpClient http)
    {
        var settings = Prepare(new ResponsesClientOptions { Endpoint = options.Root }, http);
        var key = new ApiKeyCredential(options.ApiKey);
        var client = options.IsAzure ? new ResponsesClient(ApiKeyAuthenticationPolicy.CreateHeaderApiKeyPolicy(key, OpenAIOptions.AzureHeader), settings) : new ResponsesClient(key, settings);
        return new SdkEndpoint(client.CreateResponseAsync, options);
    }
#pragma warning restore OPENAI001

    /// <summary>
    /// The run decides about time and repetition, durably; a second opinion down here would hide it. Only a connection that could not be made is tried
    /// again underneath: the model has seen nothing of the request then.
    /// </summary>
    private static T Prepare<T>(T settings, HttpClient http)
        where T : ClientPipelineOptions
    {
        settings.Transport = new HttpClientPipelineTransport(http);
        settings.NetworkTimeout = Timeout.InfiniteTimeSpan;
        settings.RetryPolicy = new ClientRetryPolicy(maxRetries: 0);
        return settings;
    }
}
