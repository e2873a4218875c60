using Holdfast.Items;
using Microsoft.Extensions.Options;

namespace Holdfast.Notifications;

/// <summary>Plans notifications: chooses the channel, and sends the rest of the route along for the case that it gives up.</summary>
/// <param name="channels">All channels.</param>
/// <param name="options">The routes.</param>
/// <param name="time">The clock that dates items.</param>
public sealed class NotificationPlanner(IEnumerable<INotificationChannel> channels, IOptions<NotificationOptions> options, TimeProvider time)
{
    private readonly Dictionary<string, INotificationChannel> _channels = channels.ToDictionary(channel => channel.Name);

    /// <summary>A notification as items for the transition, or the append, of whatever it is about.</summary>
    /// <param name="notification">The notification.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    public IReadOnlyList<NewItem> Plan(Notification notification, string? traceParent = null)
    {
        ArgumentNullException.ThrowIfNull(notification);
        var route = notification.Channels ?? options.Value.RouteOf(notification.Kind);

        // Better in the log than nowhere.
        var item = Plan(notification, route, traceParent) ?? Plan(notification, [ChannelNames.Console], traceParent);
        if (item is null)
            return [];
        return [notification.DedupeKey is { } key ? item with { DedupeKey = $"notification:{key}" } : item];
    }

    /// <summary>A notification that a channel gave up on, in the next one; null when none is left.</summary>
    /// <param name="ticket">As that channel had it.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    internal NewItem? PlanNext(NotificationTicket ticket, string? traceParent) => Plan(ticket.Notification, ticket.Rest, traceParent);

    /// <summary>In the first channel that takes it and is not down; where all are, in the first: there it waits.</summary>
    private NewItem? Plan(Notification notification, IReadOnlyList<string> route, string? traceParent)
    {
        var takers = route.Distinct().Where(_channels.ContainsKey).Select(name => _channels[name]).Where(channel => channel.Takes(notification)).ToList();
        var chosen = takers.Find(channel => channel.ReasonAgainst(notification) is null) ?? takers.FirstOrDefault();
        if (chosen is null)
            return null;

        // Those that were passed over come last: by then they may work again.
        var at = takers.IndexOf(chosen);
        var rest = takers.Skip(at + 1).Concat(takers.Take(at)).Select(channel => channel.Name);
        var ticket = new NotificationTicket(chosen.Name, notification, [.. rest]);
        return chosen is IPlanningChannel planning ? planning.Plan(ticket, traceParent) : ticket.ToItem(time, traceParent);
    }
}
