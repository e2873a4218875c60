using System.Runtime.CompilerServices;
using Holdfast.Agents;
using Holdfast.AI.Errors;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Holdfast.AI.Wire;

/// <summary>
/// A model at an endpoint, with the oddities that each has: a good answer is not thrown away for a field that nobody needs, and what the endpoint does not
/// have is found out once and done without.
/// </summary>
/// <param name="endpoint">Where it is asked.</param>
/// <param name="protocol">How it is asked.</param>
/// <param name="model">The model.</param>
/// <param name="without">What the endpoint is known not to have with this model.</param>
/// <param name="logger">For what else it turns out not to have.</param>
internal sealed partial class ModelClient(IEndpoint endpoint, IProtocol protocol, string model, Features without, ILogger logger) : IChatClient
{
    /// <summary>The most requests of one call: what an endpoint refuses costs nothing, but a person waits.</summary>
    private const int MaxRequests = 3;

    private readonly ChatClientMetadata _metadata = new("openai", endpoint.Address, model);

    /// <summary>What the endpoint is known not to have with this model, for as long as the process lives.</summary>
    private int _without = (int)without;

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
        var missing = (Features)Volatile.Read(ref _without);
        for (var requests = 1; ; requests++)
        {
            var request = protocol.Write(model, conversation, options, isStreamed, missing);
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
                catch (AgentException e) when (!hasAnswered && requests < MaxRequests && RefusedFeatures.In(e, request.Uses, request.Fields) is not Features.None and var found)
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
                Remember(missing);
                yield break;
            }

            // Refused twice: before the last request nothing is left in it that could be refused next and is not needed.
            missing |= requests == 1 ? refused : refused | (request.Uses & Features.Trimmings);
        }
    }

    /// <summary>One request and its answer.</summary>
    private async IAsyncEnumerable<ChatResponseUpdate> ReadAsync(ModelRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var answer = await endpoint.SendAsync(request.Body, cancellationToken);
        var (events, reader) = (new AnswerEvents(), protocol.Read(endpoint.Key));
        var buffer = new byte[16 * 1024];
        while (!reader.IsClosed && await ReadAsync(answer.Body, buffer, reader, cancellationToken) is > 0 and var read)
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
            throw ErrorWording.Of(ProviderErrorReader.Read((int)answer.Status, events.Stray.Span), endpoint.Key);
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
    private void Remember(Features missing)
    {
        if (missing.HasFlag(Features.EarlierItems))
            LogNotTakenBack(model, endpoint.Address.Host);
        missing &= ~Features.EarlierItems;
        var before = (Features)Interlocked.Or(ref _without, (int)missing);
        if ((missing & ~before) is not Features.None and var found)
            LogDoneWithout(model, endpoint.Address.Host, found);
    }

    [LoggerMessage(722, LogLevel.Warning, "{Model} at {Host} did not take back what it had thought earlier in a run, and was asked without it. With another key or address that cannot be helped")]
    private partial void LogNotTakenBack(string model, string host);

    [LoggerMessage(720, LogLevel.Warning, "{Model} at {Host} does not have: {Features}. It is asked without from now on, until the server is started again")]
    private partial void LogDoneWithout(string model, string host, Features features);
}
