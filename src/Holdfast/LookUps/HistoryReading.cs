using Holdfast.Rates;
using Holdfast.Slack;
using Holdfast.Slack.WebApi;
using Holdfast.Slack.WebApi.Conversations;
using Holdfast.Workspaces;

namespace Holdfast.LookUps;

/// <summary>Reads pages of Slack's history, as many as its limits give while somebody waits.</summary>
/// <param name="calls">Calls of Slack.</param>
/// <param name="pages">How much history Slack gives.</param>
internal sealed class HistoryReading(LookUpCalls calls, HistoryPages pages)
{
    private const int MaxPages = 5;

    /// <summary>Messages of a channel from the newest on.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="before">Only those before this one; null for all.</param>
    /// <param name="most">The most messages.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<ReadMessages> ChannelAsync(TeamId team, ChannelId channel, SlackTs? before, int most, CancellationToken cancellationToken) => ReadAsync(
        team,
        channel,
        most,
        (limit, cursor) => new ConversationsHistoryRequest { Channel = channel, Latest = before, Limit = limit, Cursor = cursor, IncludeAllMetadata = true },
        static _ => true,
        cancellationToken);

    /// <summary>Messages of a thread from the oldest on.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="thread">The thread.</param>
    /// <param name="after">Only those after this one; null for all.</param>
    /// <param name="most">The most messages.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<ReadMessages> ThreadAsync(TeamId team, ChannelId channel, SlackTs thread, SlackTs? after, int most, CancellationToken cancellationToken) => ReadAsync(
        team,
        channel,
        most,
        (limit, cursor) => new ConversationsRepliesRequest { Channel = channel, Ts = thread, Oldest = after, Limit = limit, Cursor = cursor, IncludeAllMetadata = true },

        // The thread's first message comes on top, whatever was asked for.
        message => after is not { } last || message.Ts.CompareTo(last) > 0,
        cancellationToken);

    private async ValueTask<ReadMessages> ReadAsync(
        TeamId team, ChannelId channel, int most, Func<int, string?, SlackRequest<MessagesResponse>> request, Predicate<SlackMessage> isWanted, CancellationToken cancellationToken)
    {
        var read = new List<SlackMessage>();
        string? cursor = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var limit = Math.Min(pages.Size, most);
            var asked = request(limit, cursor);
            var call = new RateLimitedCall(team.Value, asked.Method, channel.Value) { KnownPace = pages.KnownPace };
            try
            {
                var answer = await calls.CallAsync(team, asked, call, cancellationToken);
                await pages.LearnAsync(answer, limit, call, cancellationToken);
                foreach (var message in answer.Messages.Where(message => isWanted(message) && !read.Exists(known => known.Ts == message.Ts)))
                    read.Add(message);
                cursor = answer.NextCursor;
            }
            catch (SlackException e)
            {
                throw new LookUpException(WordsFor(e), e);
            }
            catch (LookUpException e) when (read.Count > 0)
            {
                return new ReadMessages(read, HasMore: true) { Problem = e.Message };
            }

            if (cursor is null || read.Count >= most)
                break;
        }

        return new ReadMessages([.. read.Take(most)], HasMore: cursor is not null || read.Count > most);
    }

    private static string WordsFor(SlackException error) => error.Error switch
    {
        "not_in_channel" => "the app is not in that channel. Somebody in it has to invite it (/invite) before it can read there.",
        "thread_not_found" => "there is no such thread in that channel.",
        "channel_not_found" => "there is no such channel that the app can see.",
        _ => $"Slack does not give it ({error.Error}).",
    };
}

/// <summary>Messages as Slack gave them, in its order.</summary>
/// <param name="Messages">The messages.</param>
/// <param name="HasMore">Whether there are more in that direction.</param>
internal sealed record ReadMessages(IReadOnlyList<SlackMessage> Messages, bool HasMore)
{
    /// <summary>Why there are not more of them; null where that is because no more were wanted.</summary>
    public string? Problem { get; init; }
}
