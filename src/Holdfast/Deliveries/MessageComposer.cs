using System.Text.Json;
using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Notifications;
using Holdfast.Slack;
using Holdfast.Slack.BlockKit;
using Holdfast.Slack.WebApi;
using Holdfast.Slack.WebApi.Agents;
using Holdfast.Slack.WebApi.Assistant;
using Holdfast.Slack.WebApi.Chat;
using Holdfast.Text;

namespace Holdfast.Deliveries;

/// <summary>Plans messages: new ones, and changes of earlier ones.</summary>
/// <param name="time">The clock that dates the deliveries' ids.</param>
public sealed class MessageComposer(TimeProvider time)
{
    /// <summary>Everything else in an outbound lane stands in the order of its planning, at 0.</summary>
    private const long InPlace = -1;

    /// <summary>Behind all messages: nobody waits for it, and it may have to wait.</summary>
    private const long Last = 1;

    /// <summary>A new message.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="cause">What plans it.</param>
    /// <param name="text">What notifications show, and what is shown where there are no blocks: mrkdwn, foreign parts escaped.</param>
    /// <param name="blocks">What is shown.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    /// <param name="id">The delivery's id, for a message that is changed later; null for a new one.</param>
    /// <param name="isAnswer">Whether the agent says it.</param>
    public NewItem Post(
        ConversationId conversation,
        ItemId cause,
        string text,
        IReadOnlyList<Block>? blocks = null,
        string? traceParent = null,
        ItemId? id = null,
        bool isAnswer = false)
    {
        var delivery = id ?? ItemId.New(time);
        var request = new ChatPostMessageRequest
        {
            Channel = conversation.Channel,
            Text = text,
            Blocks = blocks,
            ThreadTs = conversation.Thread,
            Metadata = Mark(delivery, isAnswer),
        };
        return (Plan(conversation, cause, request.Method, request.ToJson()) with { IsAnswer = isAnswer }).ToItem(delivery, conversation, traceParent);
    }

    /// <summary>A message that grows until another takes its place: streamed where it goes into a thread, and else one that is changed.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="cause">What plans it.</param>
    /// <param name="live">The delivery's id, and what the message begins with.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    internal static NewItem Grow(ConversationId conversation, ItemId cause, LiveStart live, string? traceParent)
    {
        var plan = live.Streams && conversation.Thread is { } thread
            ? Plan(conversation, cause, PlannedStream.Start, new ChatStartStreamRequest
            {
                Channel = conversation.Channel,
                ThreadTs = thread,
                RecipientUserId = new UserId(live.User),
                RecipientTeamId = conversation.Team,
                Chunks = live.Chunks,
            }.ToJson())
            : Plan(conversation, cause, "chat.postMessage", (PlannedStream.MessageOf(conversation.Channel, live.Markdown, live.Below) with
            {
                ThreadTs = conversation.Thread,
                Metadata = Mark(live.Delivery),
            }).ToJson());
        return (plan with { IsProgress = true }).ToItem(live.Delivery, conversation, traceParent);
    }

    /// <summary>A message in place of one that was given up on: it goes before what waits behind that one.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="cause">What planned the other one.</param>
    /// <param name="text">As for <see cref="Post"/>.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    public NewItem Notice(ConversationId conversation, ItemId cause, string text, string? traceParent = null)
    {
        var post = Post(conversation, cause, text);
        return (DeliveryPlan.Read(post.Payload) with { IsNotice = true }).ToItem(post.Id, conversation, traceParent) with { OrderKey = InPlace };
    }

    /// <summary>Takes the status of a thread away, which a message would have done.</summary>
    /// <param name="conversation">The thread.</param>
    /// <param name="cause">What planned the message.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    public NewItem ClearStatus(ConversationId conversation, ItemId cause, string? traceParent = null)
    {
        var request = new AssistantThreadsSetStatusRequest
        {
            ChannelId = conversation.Channel,
            ThreadTs = conversation.Thread ?? throw new ArgumentException("Only a thread has a status.", nameof(conversation)),
            Status = "",
        };
        return Plan(conversation, cause, DeliveryPlan.SetStatus, request.ToJson()).ToItem(ItemId.New(time), conversation, traceParent);
    }

    /// <summary>Tells Slack that nothing is worked on in a thread any more, or that somebody is waited for.</summary>
    /// <param name="conversation">The thread.</param>
    /// <param name="cause">The run that ends, or waits.</param>
    /// <param name="notBefore">Until when, by Slack's clock, an earlier call may undo it; null for none.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    /// <param name="insists">Whether it is told although it is believed to be told.</param>
    public NewItem EndSession(ConversationId conversation, ItemId cause, DateTimeOffset? notBefore, string? traceParent = null, bool insists = false)
    {
        var request = SessionDeliveries.RequestOf(conversation, AgentsSessionsSetStatusRequest.Active);
        return (Plan(conversation, cause, DeliveryPlan.SetSession, request.ToJson()) with { NotBefore = notBefore, Insists = insists })
            .ToItem(ItemId.New(time), conversation, traceParent) with { OrderKey = Last };
    }

    /// <summary>A notification as a new message.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="ticket">The notification, whose id the delivery takes, and what follows if Slack refuses it.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    public static NewItem Notify(ConversationId conversation, NotificationTicket ticket, string? traceParent = null)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        var notification = ticket.Notification;
        var content = notification.Slack ?? SlackContent.Of(MessageText.Cut(SlackText.Escape(notification.Text)));
        var where = new ChatPostMessageRequest { Channel = conversation.Channel, ThreadTs = conversation.Thread, Metadata = Mark(notification.Id) };
        var plan = Plan(conversation, notification.Cause ?? notification.Id, where.Method, JsonLayers.Merge(upper: where.ToJson(), lower: content.Message));

        // What it looks like stands in the arguments; no other channel asks for it.
        return (plan with { Notification = ticket with { Notification = notification with { Slack = null } } }).ToItem(notification.Id, conversation, traceParent);
    }

    /// <summary>An earlier message with another content.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="cause">What plans it.</param>
    /// <param name="target">The message.</param>
    /// <param name="text">As for <see cref="Post"/>.</param>
    /// <param name="blocks">What is shown.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    /// <param name="postIfGone">Whether it is posted anew when the message is not there (any more).</param>
    /// <param name="isAnswer">Whether the agent says it.</param>
    public NewItem Update(
        ConversationId conversation,
        ItemId cause,
        DeliveryTarget target,
        string text,
        IReadOnlyList<Block> blocks,
        string? traceParent = null,
        bool postIfGone = false,
        bool isAnswer = false)
    {
        var delivery = ItemId.New(time);

        // The arguments that both methods share: the message's ts, or its thread when it must be posted, is added when it is sent.
        // The text is cut, since chat.update refuses a long one; what is shown are the blocks.
        var request = new ChatPostMessageRequest { Channel = conversation.Channel, Text = MessageText.Cut(text), Blocks = blocks, Metadata = Mark(delivery, isAnswer) };
        return (Plan(conversation, cause, "chat.update", request.ToJson()) with { Target = target, PostIfGone = postIfGone, IsAnswer = isAnswer })
            .ToItem(delivery, conversation, traceParent);
    }

    /// <summary>A message that is there, such as one whose button was pressed, with another content.</summary>
    /// <param name="conversation">Where it is.</param>
    /// <param name="cause">What plans it.</param>
    /// <param name="message">The message.</param>
    /// <param name="text">What notifications show: mrkdwn, foreign parts escaped.</param>
    /// <param name="blocks">What is shown.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    public NewItem Update(
        ConversationId conversation, ItemId cause, SlackTs message, string text, IReadOnlyList<Block> blocks, string? traceParent = null)
    {
        var request = new ChatUpdateRequest { Channel = conversation.Channel, Ts = message, Text = MessageText.Cut(text), Blocks = blocks };
        return Plan(conversation, cause, request.Method, request.ToJson()).ToItem(ItemId.New(time), conversation, traceParent);
    }

    /// <summary>A message that one person sees, until they reload. Repeating it does little harm, so it is not looked up.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="user">Who sees it.</param>
    /// <param name="cause">What plans it.</param>
    /// <param name="text">Mrkdwn, foreign parts escaped.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    public NewItem Ephemeral(ConversationId conversation, string user, ItemId cause, string text, string? traceParent = null)
    {
        var request = new ChatPostEphemeralRequest { Channel = conversation.Channel, User = new UserId(user), Text = text, ThreadTs = conversation.Thread };
        return Plan(conversation, cause, request.Method, request.ToJson()).ToItem(ItemId.New(time), conversation, traceParent);
    }

    private static DeliveryPlan Plan(ConversationId conversation, ItemId cause, string method, ReadOnlyMemory<byte> arguments) => new()
    {
        Method = method,
        Arguments = arguments,
        Cause = cause,
        Team = conversation.Team.Value,
        Channel = conversation.Channel.Value,
        Thread = conversation.Thread?.Value,
    };

    /// <summary>The mark that every message of ours carries.</summary>
    internal static MessageMetadata Mark(ItemId delivery, bool isAnswer = false) => new(
        DeliveryMetadata.EventType,
        JsonElement.Parse(isAnswer
            ? $$"""{"{{DeliveryMetadata.IdField}}":"{{delivery}}","{{DeliveryMetadata.AnswerField}}":true}"""
            : $$"""{"{{DeliveryMetadata.IdField}}":"{{delivery}}"}"""));
}
