using System.Text.Json;
using Holdfast.Conversations;
using Holdfast.Inbound;
using Holdfast.Items;
using Holdfast.Runs;
using Holdfast.Slack;
using Holdfast.Slack.WebApi.Conversations;
using Holdfast.Text;
using Holdfast.Workspaces;
using Microsoft.Extensions.Options;

namespace Holdfast.Backfill;

/// <summary>
/// Reads what was said in a channel: its history, and the replies in threads that history shows to have some, or that the app took part in before. A page
/// a step.
/// </summary>
/// <param name="calls">Calls of Slack.</param>
/// <param name="options">How much is read.</param>
/// <param name="runs">How runs are stopped.</param>
/// <param name="time">The clock.</param>
internal sealed class ChannelReading(PagedCalls calls, IOptions<BackfillOptions> options, IOptions<RunOptions> runs, TimeProvider time)
{
    private const string LostPlace = "invalid_cursor";

    /// <summary>The next page of the channel.</summary>
    public ValueTask<BackfillStep> StepAsync(BackfillProgress progress, ChannelProgress channel, BotIdentity me, CancellationToken cancellationToken) =>
        channel.IsHistoryRead ? ReadThreadAsync(progress, channel, me, cancellationToken) : ReadHistoryAsync(progress, channel, me, cancellationToken);

    private async ValueTask<BackfillStep> ReadHistoryAsync(BackfillProgress progress, ChannelProgress channel, BotIdentity me, CancellationToken cancellationToken)
    {
        var limit = calls.PageSize;
        var request = new ConversationsHistoryRequest
        {
            Channel = channel.Id, Oldest = progress.After, Latest = progress.Before, Limit = limit, Cursor = channel.HistoryCursor,
        };
        var called = await calls.ReadAsync(progress.TeamId, channel.Id, request, limit, cancellationToken);
        if (called.Refused is { Error: LostPlace } && channel.HistoryCursor is not null)
            return Going(progress, channel with { HistoryCursor = null });
        if (called.Refused is { } refused)
            return Going(progress.Leaving($"the channel {channel.Channel} ({refused.Error})"), channel with { IsHistoryRead = true, Threads = [] });
        if (called.Answer is not { } page)
            return new BackfillStep(progress) { Wait = called.Wait };

        var posts = new List<JsonElement>();
        var threads = channel.Threads.ToList();
        foreach (var message in MessagesOf(page))
        {
            // A reply that was sent to the channel as well stands in its thread, and there in its order.
            if (ThreadOf(message) is { } thread)
                threads.Add(thread.Value);
            else
                posts.Add(message);
            if (HasReplies(message, progress, out var root))
                threads.Add(root.Value);
        }

        var read = channel with { Threads = [.. threads.Distinct()], HistoryCursor = page.NextCursor, IsHistoryRead = page.NextCursor is null };
        var kept = Keep(progress, read, posts, me);
        return kept.Progress.Current is { IsHistoryRead: true } whole && kept.Progress.Found < options.Value.MaxMessages ? kept with { Progress = WithActive(kept.Progress, whole) } : kept;
    }

    private async ValueTask<BackfillStep> ReadThreadAsync(BackfillProgress progress, ChannelProgress channel, BotIdentity me, CancellationToken cancellationToken)
    {
        var (thread, limit) = (new SlackTs(channel.Threads[0]), calls.PageSize);
        var oldest = thread.CompareTo(progress.After) > 0 ? thread : progress.After;
        var request = new ConversationsRepliesRequest
        {
            Channel = channel.Id, Ts = thread, Oldest = oldest, Latest = progress.Before, Limit = limit, Cursor = channel.ThreadCursor,
        };
        var called = await calls.ReadAsync(progress.TeamId, channel.Id, request, limit, cancellationToken);
        var next = channel with { Threads = [.. channel.Threads.Skip(1)], ThreadCursor = null };
        if (called.Refused is { Error: LostPlace } && channel.ThreadCursor is not null)
            return Going(progress, channel with { ThreadCursor = null });
        if (called.Refused is { } refused)
            return Going(refused.Error == "thread_not_found" ? progress : progress.Leaving($"threads of the channel {channel.Channel} ({refused.Error})"), next);
        if (called.Answer is not { } page)
            return new BackfillStep(progress) { Wait = called.Wait };

        // The thread's first message comes on top, whatever was asked for.
        var replies = MessagesOf(page).Where(message => ThreadOf(message) is not null);
        return page.NextCursor is { } cursor
            ? Keep(progress, channel with { ThreadCursor = cursor }, replies, me)
            : Keep(progress with { ThreadsRead = progress.ThreadsRead + 1 }, next, replies, me);
    }

    /// <summary>Keeps what is for the app, as far as there is room for it: then nothing more is read.</summary>
    private BackfillStep Keep(BackfillProgress progress, ChannelProgress channel, IEnumerable<JsonElement> messages, BotIdentity me)
    {
        var word = runs.Value.StopWord is { Length: > 0 } stop ? stop : null;
        var calledIn = channel.CalledIn.ToHashSet();
        var found = messages.Select(message => MissedMessage.Of(message, channel.Id, me, word)).OfType<MissedMessage>().Where(IsForApp).ToList();
        channel = channel with { CalledIn = [.. calledIn] };
        var room = options.Value.MaxMessages - progress.Found;
        if (found.Count > room)
        {
            progress = progress.Leaving($"messages beyond {Quantities.Count(options.Value.MaxMessages)} (Backfill:MaxMessages)") with { Channels = [] };
            channel = channel with { IsHistoryRead = true, Threads = [] };
            found = [.. found.Take(room)];
        }

        if (found.Count == 0)
            return Going(progress, channel);
        return Going(progress with { Found = progress.Found + found.Count }, channel with { Found = [.. channel.Found, .. found.Select(message => message.OrderKey)] }) with
        {
            Effects = new Effects { Records = [.. found.Select(message => message.ToRecord(ConversationId.Parse(message.Conversation).Place, time.GetUtcNow()))] },
        };

        // What people say to each other in their threads is no message that was missed, however much of it there is.
        bool IsForApp(MissedMessage message)
        {
            if (message.Kind != InboundKinds.ThreadReply)
            {
                if (message.Kind == InboundKinds.Mention)
                    calledIn.Add((ConversationId.Parse(message.Conversation).Thread ?? message.Ts).Value);
                return true;
            }

            return progress.Active.ContainsKey(message.Conversation) || (ConversationId.Parse(message.Conversation).Thread is { } thread && calledIn.Contains(thread.Value));
        }
    }

    /// <summary>With the threads that the app took part in before, those that were last alive first, as many as may be read.</summary>
    private BackfillProgress WithActive(BackfillProgress progress, ChannelProgress channel)
    {
        var place = new ConversationId(progress.TeamId, channel.Id, Thread: null).Place + "/";
        var active = progress.Active.Where(known => known.Key.StartsWith(place, StringComparison.Ordinal)).OrderByDescending(known => known.Value);
        var threads = channel.Threads.Concat(active.Select(known => ConversationId.Parse(known.Key).Thread?.Value).OfType<string>()).Distinct().ToList();
        var room = Math.Max(0, options.Value.MaxThreads - progress.ThreadsRead);
        if (threads.Count > room)
            progress = progress.Leaving($"threads beyond {Quantities.Count(options.Value.MaxThreads)} (Backfill:MaxThreads)");
        return progress with { Current = channel with { Threads = [.. threads.Take(room)] } };
    }

    private static IEnumerable<JsonElement> MessagesOf(MessagesResponse page) =>
        page.Raw.TryGetProperty("messages", out var messages) && messages.ValueKind == JsonValueKind.Array
            ? messages.EnumerateArray().Where(message => message.ValueKind == JsonValueKind.Object)
            : [];

    private static BackfillStep Going(BackfillProgress progress, ChannelProgress channel) => new(progress with { Current = channel });

    /// <summary>The thread that a message is a reply in; null for any other.</summary>
    private static SlackTs? ThreadOf(JsonElement message) =>
        SlackTs.TryParse(MissedMessage.TextOf(message, "thread_ts"), out var thread) && MissedMessage.TextOf(message, "ts") != thread.Value ? thread : null;

    /// <summary>Whether somebody replied to a message in the time that is looked at.</summary>
    private static bool HasReplies(JsonElement message, BackfillProgress progress, out SlackTs thread) =>
        SlackTs.TryParse(MissedMessage.TextOf(message, "ts"), out thread)
        && SlackTs.TryParse(MissedMessage.TextOf(message, "latest_reply"), out var latest)
        && latest.CompareTo(progress.After) > 0;
}
