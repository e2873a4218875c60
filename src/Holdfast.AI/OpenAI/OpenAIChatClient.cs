using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Holdfast.AI.OpenAI;

/// <summary>OpenAI's official client behind <see cref="IChatClient"/>: it has no such face of its own.</summary>
/// <param name="client">The client, for one model.</param>
/// <param name="model">The model's name.</param>
/// <param name="provider">Where it is reached, and with which key.</param>
internal sealed class OpenAIChatClient(ChatClient client, string model, OpenAIOptions provider) : IChatClient
{
    private readonly ChatClientMetadata _metadata = new("openai", provider.BaseUrl, model);

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        try
        {
            var result = await client.CompleteChatAsync(OpenAIMapping.ToOpenAI(messages), OpenAIMapping.ToOpenAI(options), cancellationToken);
            var completion = result.Value;
            var message = new ChatMessage(ChatRole.Assistant, OpenAIMapping.TextOf(completion.Content, completion.Refusal));
            foreach (var call in completion.ToolCalls)
                message.Contents.Add(OpenAIMapping.ToFunctionCall(call));
            return new ChatResponse(message)
            {
                ResponseId = completion.Id,
                ModelId = completion.Model,
                FinishReason = OpenAIMapping.ToFinishReason(completion.FinishReason),
                Usage = OpenAIMapping.ToUsage(completion.Usage),
            };
        }
        catch (Exception e) when (OpenAIErrors.IsKnown(e, cancellationToken))
        {
            throw OpenAIErrors.Classify(e, provider.ApiKey);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var stream = client.CompleteChatStreamingAsync(OpenAIMapping.ToOpenAI(messages), OpenAIMapping.ToOpenAI(options), cancellationToken);
        await using var updates = stream.GetAsyncEnumerator(cancellationToken);
        var calls = new StreamedCalls();
        var ended = false;
        while (await MoveNextAsync(updates, cancellationToken))
        {
            var update = updates.Current;
            calls.Add(update.ToolCallUpdates);
            ended |= update.FinishReason is not null;
            var response = new ChatResponseUpdate(ChatRole.Assistant, OpenAIMapping.TextOf(update.ContentUpdate, update.RefusalUpdate))
            {
                ResponseId = update.CompletionId,
                ModelId = update.Model,
                FinishReason = update.FinishReason is { } reason ? OpenAIMapping.ToFinishReason(reason) : null,
            };
            if (OpenAIMapping.ToUsage(update.Usage) is { } usage)
                response.Contents.Add(new UsageContent(usage));
            yield return response;
        }

        // Of a stream that was cut off, no call is known to be whole.
        if (ended && calls.Count > 0)
            yield return new ChatResponseUpdate(ChatRole.Assistant, [.. calls.Build()]);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
            return null;
        return serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType == typeof(ChatClient) ? client
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The pipeline's HTTP client belongs to the host.
    }

    private async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<StreamingChatCompletionUpdate> updates, CancellationToken cancellationToken)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (Exception e) when (OpenAIErrors.IsKnown(e, cancellationToken))
        {
            throw OpenAIErrors.Classify(e, provider.ApiKey);
        }
    }
}
