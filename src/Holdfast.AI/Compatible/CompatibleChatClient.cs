using System.Runtime.CompilerServices;
using Holdfast.Agents;
using Holdfast.AI.Errors;
using Holdfast.AI.OpenAI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Holdfast.AI.Compatible;

/// <summary>
/// A model at any endpoint that speaks OpenAI's chat-completions protocol, with the oddities that each has: a good answer is not thrown away for a field
/// that nobody needs, and what the endpoint does not have is found out once and done without.
/// </summary>
public sealed partial class CompatibleChatClient : IChatClient
{
    /// <summary>The most requests of one call: what an endpoint refuses costs nothing, but a person waits.</summary>
    private const int MaxRequests = 3;

    private readonly Endpoint _endpoint;
    private readonly string _model;
    private readonly ChatClientMetadata _metadata;
    private readonly ILogger _logger;

    /// <summary>What the endpoint is known not to have with this model, for as long as the process lives.</summary>
    private int _without;

    /// <summary>Makes one for a model.</summary>
    /// <param name="http">The HTTP client, with no limit that is shorter than a run's: a run is bounded by its own.</param>
    /// <param name="options">The endpoint's address and key.</param>
    /// <param name="model">The model.</param>
    /// <param name="logger">For what the endpoint does not have.</param>
    public CompatibleChatClient(HttpClient http, OpenAIOptions options, string model, ILogger<CompatibleChatClient> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        _endpoint = new Endpoint(http, options);
        _metadata = new ChatClientMetadata("openai-compatible", options.BaseUrl, model);
        (_model, _logger) = (model, logger);
    }

    /// <inheritdoc/>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        AskAsync(messages, options, isStreamed: false, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        AskAsync(messages, options, isStreamed: true, cancellationToken);

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
            return null;
        return serviceType == typeof(ChatClientMetadata) ? _metadata : serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The HTTP client belongs to the host.
    }

    private async IAsyncEnumerable<ChatResponseUpdate> AskAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, bool isStreamed, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var conversation = messages.ToList();
        var without = (Features)Volatile.Read(ref _without);
        for (var requests = 1; ; requests++)
        {
            var request = ChatRequest.Write(_model, conversation, options, isStreamed, without);
            var refused = Features.None;
            var hasAnswered = false;
            await using var updates = ReadAsync(request, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (true)
            {
                try
                {
                    if (!await updates.MoveNextAsync())
                        break;
                }
                catch (AgentException e) when (!hasAnswered && requests < MaxRequests && RefusedBy(e, request) is not Features.None and var found)
                {
                    refused = found;
                    break;
                }
                catch (Exception e) when (IsKnown(e, cancellationToken))
                {
                    throw ErrorWording.Of(e is InvalidOperationException ? ErrorKind.Unreadable : ErrorKind.Unreachable, e);
                }

                hasAnswered = true;
                yield return updates.Current;
            }

            if (refused == Features.None)
            {
                Remember(without);
                yield break;
            }

            // Refused twice: before the last request nothing is left in it that could be refused next and is not needed.
            without |= requests == 1 ? refused : refused | Features.Trimmings;
        }
    }

    /// <summary>One request and its answer.</summary>
    private async IAsyncEnumerable<ChatResponseUpdate> ReadAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await _endpoint.SendAsync(request, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var (events, reader) = (new AnswerEvents(), new AnswerReader(_endpoint.Key));
        var buffer = new byte[16 * 1024];
        while (!reader.IsClosed && await ReadAsync(body, buffer, reader, cancellationToken) is > 0 and var read)
        {
            foreach (var update in events.Add(buffer.AsSpan(0, read)).SelectMany(reader.Take))
                yield return update;
        }

        if (!reader.IsClosed)
        {
            foreach (var update in events.End().SelectMany(reader.Take))
                yield return update;
        }

        if (!reader.HasEnded && !events.Stray.IsEmpty)
            throw ErrorWording.Of(ProviderErrorReader.Read((int)response.StatusCode, events.Stray.Span), _endpoint.Key);
        foreach (var update in reader.End(events.IsWhole))
            yield return update;
    }

    /// <summary>Some bytes; none at the end, and where a connection breaks that has brought the whole answer.</summary>
    private static async ValueTask<int> ReadAsync(Stream body, byte[] buffer, AnswerReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (reader.HasEnded && e is IOException or HttpRequestException)
        {
            return 0;
        }
    }

    private static Features RefusedBy(AgentException error, ChatRequest request) =>
        error.InnerException is ProviderException { Error: var said } ? RefusedFeatures.In(said, request.Uses, request.Fields) : Features.None;

    /// <summary>Whether an exception says something about the endpoint, and is neither the caller's own cancellation nor a defect.</summary>
    private static bool IsKnown(Exception error, CancellationToken cancellationToken) => error switch
    {
        OperationCanceledException => !cancellationToken.IsCancellationRequested,

        // JSON with names that are no text.
        InvalidOperationException and not ObjectDisposedException => true,
        HttpRequestException or IOException => true,
        _ => false,
    };

    /// <summary>What was done without in an answer that came, and only that: a refusal can be misread.</summary>
    private void Remember(Features without)
    {
        var before = (Features)Interlocked.Or(ref _without, (int)without);
        if ((without & ~before) is not Features.None and var found)
            LogDoneWithout(_model, _metadata.ProviderUri!.Host, found);
    }

    [LoggerMessage(720, LogLevel.Warning, "{Model} at {Host} does not have: {Features}. It is asked without from now on, until the server is started again")]
    private partial void LogDoneWithout(string model, string host, Features features);
}
