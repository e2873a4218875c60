using Holdfast.Items;

namespace Holdfast.Notifications;

/// <summary>A channel that plans an item of another queue, which is appended with the transition that notifies.</summary>
public interface IPlanningChannel : INotificationChannel
{
    /// <summary>Plans a notification that it takes.</summary>
    /// <param name="ticket">The notification, and what follows when the item becomes a dead letter.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    /// <returns>The item; of <see cref="LaneQueue.Notifications"/> where its place is not known yet: there it waits.</returns>
    NewItem Plan(NotificationTicket ticket, string? traceParent);
}
