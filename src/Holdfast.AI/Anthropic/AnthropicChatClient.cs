using System.Runtime.CompilerServices;
using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;
using Holdfast.Agents;
using Holdfast.AI.Wire;
using Holdfast.AI.Errors;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Holdfast.AI.Anthropic;

/// <summary>Anthropic's official client behind <see cref="IChatClient"/>: it writes and sends the requests, and what comes back is read by a reader of our own.</summary>
/// <param name="client">The client.</param>
/// <param name="model">The model's name.</param>
/// <param name="options">Where it is reached, and how it is asked.</param>
/// <param name="logger">For what it turns out not to have.</param>
internal sealed partial class AnthropicChatClient(IAnthropicClientWithRawResponse client, string model, AnthropicOptions options, ILogger logger) : IChatClient
{
    /// <summary>The most requests of one answer that the provider makes pauses in.</summary>
    private const int MaxParts = 8;

    private readonly ChatClientMetadata _metadata = new("anthropic", options.BaseUrl, model);
    private readonly RequestWriter _writer = new(model, options);
    private readonly string _key = options.ApiKey;

    /// <summary>Whether the model is known not to be told how much to think, for as long as the process lives.</summary>
    private volatile bool _hasNoEffort;

    /// <inheritdoc/>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var conversation = messages.ToList();
        var answer = new MessageReader(_key);
        for (var part = 1; ; part++)
        {
            await foreach (var update in AskAsync(conversation, options, answer, cancellationToken))
                yield return update;
            if (!answer.IsPaused || part == MaxParts)
                break;
            answer.GoOn();
        }

        yield return answer.End();
    }

    /// <inheritdoc/>
    public object? GetService(System.Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
            return null;
        return serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType.IsInstanceOfType(client) ? client
            : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The HTTP client, which the SDK would dispose of, belongs to the host.
    }

    /// <summary>Asks, and where the model refuses to be told how much to think, once more without.</summary>
    private async IAsyncEnumerable<ChatResponseUpdate> AskAsync(
        IReadOnlyList<ChatMessage> conversation, ChatOptions? options, MessageReader answer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var effort = _hasNoEffort ? null : options?.Reasoning?.Effort; ; effort = null)
        {
            var (isRefused, hasAnswered) = (false, false);
            await using var updates = ReadAsync(_writer.Write(conversation, options, answer.Blocks, effort), answer, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (true)
            {
                try
                {
                    if (!await MoveNextAsync(updates, cancellationToken))
                        break;
                }
                catch (AgentException e) when (!hasAnswered && effort is not null && RefusedFeatures.In(e, Features.Effort, []) == Features.Effort)
                {
                    isRefused = true;
                    break;
                }

                // It may have been refused for something else: only an answer without it shows that this was it.
                if (!hasAnswered && effort is null && options?.Reasoning?.Effort is not null && !_hasNoEffort)
                {
                    _hasNoEffort = true;
                    LogNoEffort(model, options.Reasoning.Effort.Value);
                }

                hasAnswered = true;
                yield return updates.Current;
            }

            if (!isRefused)
                yield break;
        }
    }

    /// <summary>One request and its answer.</summary>
    private async IAsyncEnumerable<ChatResponseUpdate> ReadAsync(
        MessageCreateParams request, MessageReader answer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await client.Messages.CreateStreaming(request, cancellationToken);
        await using var body = await response.RawMessage.Content.ReadAsStreamAsync(cancellationToken);
        var events = new AnswerEvents();
        var buffer = new byte[16 * 1024];
        while (!answer.HasEnded && await body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            foreach (var update in events.Add(buffer.AsSpan(0, read)).SelectMany(answer.Take))
                yield return update;
        }

        foreach (var update in events.End().SelectMany(answer.Take))
            yield return update;
        if (!answer.HasEnded && !events.Stray.IsEmpty)
            throw ErrorWording.Of(ProviderErrorReader.Read((int)response.StatusCode, events.Stray.Span), _key, AnthropicOptions.Section);
    }

    private static async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, CancellationToken cancellationToken)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (Exception e) when (IsKnown(e, cancellationToken))
        {
            throw ErrorWording.Of(e is InvalidOperationException or AnthropicInvalidDataException ? ErrorKind.Unreadable : ErrorKind.Unreachable, e);
        }
    }

    /// <summary>Whether an exception says something about the endpoint, and is neither the caller's own cancellation nor a defect.</summary>
    private static bool IsKnown(Exception error, CancellationToken cancellationToken) => error switch
    {
        OperationCanceledException => !cancellationToken.IsCancellationRequested,

        // JSON with names that are no text.
        InvalidOperationException and not ObjectDisposedException => true,
        AnthropicException or HttpRequestException or IOException => true,
        _ => false,
    };

    [LoggerMessage(723, LogLevel.Warning, "{Model} did not take the effort {Effort}. It is asked without any from now on, until the server is started again")]
    private partial void LogNoEffort(string model, ReasoningEffort effort);
}
