using System.Runtime.CompilerServices;

namespace Holdfast.Slack.WebApi.Conversations;

/// <summary>Walks over pages.</summary>
public static class MessagePaging
{
    /// <summary>Reads messages page by page, asking for the next page only when it is wanted.</summary>
    /// <typeparam name="TRequest">The paged method.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="request">The first page's request; its limit is the size of every page.</param>
    /// <param name="token">The token.</param>
    /// <param name="maxPages">Pages to read at most: a cursor that never ends must not keep a caller for ever.</param>
    /// <param name="cancellationToken">Cancels the walk.</param>
    /// <returns>Messages in Slack's order, a thread's first message once.</returns>
    /// <exception cref="SlackException">A page was refused; the walk can be resumed by a new one.</exception>
    public static async IAsyncEnumerable<SlackMessage> ReadMessagesAsync<TRequest>(
        this SlackWebClient client,
        TRequest request,
        string token,
        int maxPages = 100,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
        where TRequest : SlackRequest<MessagesResponse>, IPagedRequest<TRequest>
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(request);
        SlackTs? first = null;
        for (var page = 0; page < maxPages; page++)
        {
            var response = await client.CallAsync(request, token, cancellationToken).ConfigureAwait(false);
            foreach (var message in response.Messages)
            {
                // conversations.replies puts the thread's first message on every page.
                if (page > 0 && message.Ts == first)
                    continue;
                first ??= message.Ts;
                yield return message;
            }

            if (response.NextCursor is not { } cursor)
                yield break;
            request = request.From(cursor);
        }
    }
}
