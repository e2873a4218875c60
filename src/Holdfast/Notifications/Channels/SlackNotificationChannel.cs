using Holdfast.Conversations;
using Holdfast.Deliveries;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Slack;
using Holdfast.Workspaces;
using Microsoft.Extensions.Options;

namespace Holdfast.Notifications.Channels;

/// <summary>Messages in Slack: deliveries like any other, in the lane of their conversation.</summary>
/// <param name="workspaces">Says which workspace the operators' channel is in.</param>
/// <param name="gates">What deliveries wait at: while one of them is closed Slack is down, or a workspace.</param>
/// <param name="options">The operators' channel.</param>
/// <param name="time">The clock.</param>
public sealed class SlackNotificationChannel(
    IWorkspaces workspaces, IReadOnlyList<WorkGate> gates, IOptions<NotificationOptions> options, TimeProvider time) : IPlanningChannel
{
    /// <inheritdoc/>
    public string Name => ChannelNames.Slack;

    /// <inheritdoc/>
    public string? DownBecause => gates.Select(gate => gate.ClosedBecause).FirstOrDefault(reason => reason is not null);

    /// <inheritdoc/>
    public string? ReasonAgainst(Notification notification)
    {
        ArgumentNullException.ThrowIfNull(notification);
        var team = notification.Conversation?.Team ?? workspaces.Configured?.Team;
        return gates.Select(gate => gate.ReasonAgainst(team?.Value) ?? gate.ClosedBecause).FirstOrDefault(reason => reason is not null);
    }

    /// <inheritdoc/>
    public bool Takes(Notification notification)
    {
        ArgumentNullException.ThrowIfNull(notification);
        return notification.Conversation is not null || ChannelOf(notification).Length > 0;
    }

    /// <inheritdoc/>
    public NewItem Plan(NotificationTicket ticket, string? traceParent)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        if (ticket.Notification.Conversation is { } conversation)
            return MessageComposer.Notify(conversation, ticket, traceParent);

        // Which workspace the operators' channel is in, Slack says at the sign-in. Until then the notification waits elsewhere.
        return workspaces.Configured is { } home
            ? MessageComposer.Notify(new ConversationId(home.Team, new ChannelId(ChannelOf(ticket.Notification)), Thread: null), ticket, traceParent)
            : ticket.ToItem(time, traceParent);
    }

    private string ChannelOf(Notification notification) => notification.Slack?.Channel ?? options.Value.SlackChannel;
}
