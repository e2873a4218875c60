using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Holdfast.Agents;
using Holdfast.AI.Errors;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Holdfast.AI.OpenAI;

/// <summary>Asks by Responses, and by Chat Completions where the endpoint turns out not to have that.</summary>
/// <param name="responses">The model by Responses.</param>
/// <param name="completions">The same model by Chat Completions.</param>
/// <param name="address">The endpoint's address.</param>
/// <param name="logger">For what it turned out not to have.</param>
internal sealed partial class ResponsesFirst(IChatClient responses, IChatClient completions, Uri address, ILogger logger) : IChatClient
{
    private const int MostTimeMs = 1000;

    /// <summary>Whether the endpoint is known not to have Responses, for as long as the process lives.</summary>
    private volatile bool _isMissing;

    /// <inheritdoc/>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        AskAsync(messages, (client, conversation) => WholeAsync(client, conversation, options, cancellationToken), cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        AskAsync(messages, (client, conversation) => client.GetStreamingResponseAsync(conversation, options, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is null && serviceType.IsInstanceOfType(this) ? this : (_isMissing ? completions : responses).GetService(serviceType, serviceKey);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        responses.Dispose();
        completions.Dispose();
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> WholeAsync(
        IChatClient client, IEnumerable<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var update in (await client.GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
            yield return update;
    }

    private async IAsyncEnumerable<ChatResponseUpdate> AskAsync(
        IEnumerable<ChatMessage> messages,
        Func<IChatClient, IReadOnlyList<ChatMessage>, IAsyncEnumerable<ChatResponseUpdate>> ask,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        IReadOnlyList<ChatMessage> conversation = [.. messages];
        var wasMissing = _isMissing;
        if (!wasMissing)
        {
            var hasAnswered = false;
            await using var updates = ask(responses, conversation).GetAsyncEnumerator(cancellationToken);
            while (true)
            {
                try
                {
                    if (!await updates.MoveNextAsync())
                        yield break;
                }
                catch (AgentException e) when (!hasAnswered && SaysThatItIsMissing(e))
                {
                    break;
                }

                hasAnswered = true;
                yield return updates.Current;
            }
        }

        await foreach (var update in ask(completions, conversation))
            yield return update;

        // It may have been a wrong address: only an answer shows that there is something behind it.
        if (!wasMissing && !_isMissing)
        {
            _isMissing = true;
            LogMissing(address.Host);
        }
    }

    private static bool SaysThatItIsMissing(AgentException error) =>
        error.InnerException is ProviderException { Error: { Status: 400 or 404 or 405 or 410 or 501 } said }
        && (ErrorKinds.Of(said) == ErrorKind.WrongAddress || Names().IsMatch(said.Words));

    [GeneratedRegex("unknown[_ ](request )?url|invalid url|/responses\\b|responses (api|endpoint)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, MostTimeMs)]
    private static partial Regex Names();

    [LoggerMessage(721, LogLevel.Warning, "{Host} does not have OpenAI's Responses API. It is asked by Chat Completions from now on, until the server is started again; OpenAI:Api=ChatCompletions spares it the question")]
    private partial void LogMissing(string host);
}
