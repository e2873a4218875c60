using Holdfast.Conversations;
using Holdfast.Rates;
using Holdfast.Slack;
using Holdfast.Slack.WebApi;
using Holdfast.Slack.WebApi.Conversations;
using Holdfast.Workspaces;

namespace Holdfast.Threads;

/// <summary>
/// Reads from Slack what was said in a conversation: as much as its limits give in a moment, and never so long that an answer would have to wait
/// for it.
/// </summary>
/// <param name="workspaces">Whose conversation it is.</param>
/// <param name="gate">Slack's limits.</param>
/// <param name="pages">How much history Slack allows.</param>
/// <param name="time">The clock.</param>
public sealed class ConversationHistory(IWorkspaces workspaces, IRateGate gate, HistoryPages pages, TimeProvider time)
{
    /// <summary>Slack gives a thread from its beginning: to get to the newest of a long one all pages before have to be read.</summary>
    private const int MaxPages = 5;

    /// <summary>The longest wait for a turn of the rate gate.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(2);

    /// <summary>How long all of it may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What was said before a message: the first message of a thread, and the newest of the others.</summary>
    /// <param name="conversation">Which.</param>
    /// <param name="before">The message.</param>
    /// <param name="most">The most messages.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async ValueTask<SaidBefore> ReadAsync(ConversationId conversation, SlackTs before, int most, CancellationToken cancellationToken)
    {
        var said = new SaidBefore(before, most);
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await ReadPagesAsync(conversation, said, both.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // The run goes on with what there is, and its step says why that is not all.
            said.BrokenOff("Slack did not answer in time.");
        }
        catch (SlackException e)
        {
            // As above.
            said.BrokenOff(e.Error);
        }

        return said;
    }

    private async ValueTask ReadPagesAsync(ConversationId conversation, SaidBefore said, CancellationToken cancellationToken)
    {
        string? cursor = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var request = new Page(conversation, said.Before, PageLimit(conversation, said.Most), cursor);
            var call = new RateLimitedCall(conversation.Team.Value, request.Method, conversation.Channel.Value) { KnownPace = pages.KnownPace };
            if (await gate.WaitAsync(call, LongestTurn, time, cancellationToken) is not null)
            {
                said.BrokenOff("Slack's rate limit does not allow it at the moment.");
                return;
            }

            var answer = await gate.CallAsync(workspaces, conversation.Team, request.Request, call, cancellationToken);
            await pages.LearnAsync(answer, request.Limit, call, cancellationToken);
            said.Add(answer.Messages, isNewestFirst: conversation.Thread is null);
            cursor = answer.NextCursor;
            if (cursor is null || conversation.Thread is null)
                return;
        }

        said.BrokenOff("The thread is too long to be read to its end.");
    }

    /// <summary>Direct messages are given from the newest on: no more are asked for than are wanted.</summary>
    private int PageLimit(ConversationId conversation, int most) => conversation.Thread is null ? Math.Min(most, pages.Size) : pages.Size;

    private sealed record Page(ConversationId Conversation, SlackTs Before, int Limit, string? Cursor)
    {
        public string Method => Request.Method;

        public SlackRequest<MessagesResponse> Request => Conversation.Thread is { } thread
            ? new ConversationsRepliesRequest { Channel = Conversation.Channel, Ts = thread, Latest = Before, Limit = Limit, Cursor = Cursor, IncludeAllMetadata = true }
            : new ConversationsHistoryRequest { Channel = Conversation.Channel, Latest = Before, Limit = Limit, Cursor = Cursor, IncludeAllMetadata = true };
    }
}
