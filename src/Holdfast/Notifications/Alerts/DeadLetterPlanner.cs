using Holdfast.Deliveries;
using Holdfast.Items;
using Holdfast.Lanes;

namespace Holdfast.Notifications.Alerts;

/// <summary>
/// What follows when an item becomes a dead letter: a notification goes on in the next channel, and the operators are alerted. A dead alert
/// causes no other one, which would die in the same way.
/// </summary>
public sealed class DeadLetterPlanner(NotificationPlanner planner, OperatorAlerts alerts, NotificationMetrics metrics, TimeProvider time) : IDeadLetterPlanner
{
    /// <inheritdoc/>
    public IReadOnlyList<NewItem> Plan(LaneItem item, string error)
    {
        ArgumentNullException.ThrowIfNull(item);
        var items = new List<NewItem>();
        var ticket = TicketOf(item);
        if (ticket is not null)
        {
            metrics.GivenUp(ticket);
            if (!ticket.Notification.IsTooLate(time.GetUtcNow()) && planner.PlanNext(ticket, item.TraceParent) is { } next)
                items.Add(next);
        }

        if (ticket?.Notification.Kind != NotificationKinds.Alert)
            items.AddRange(alerts.DeadLetter(item, error));
        return items;
    }

    private static NotificationTicket? TicketOf(LaneItem item) => item.Queue switch
    {
        LaneQueue.Notifications => NotificationTicket.Read(item.Payload),
        LaneQueue.Outbound => DeliveryPlan.Read(item.Payload).Notification,
        _ => null,
    };
}
