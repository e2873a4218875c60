using Holdfast.Items;

namespace Holdfast.Notifications;

/// <summary>
/// A way to tell people something. It sends nothing when it is asked to: it plans an item, which whoever notifies appends with the
/// transition of its own, so that nothing is lost or said twice when the process dies in between.
/// </summary>
public interface INotificationChannel
{
    /// <summary>Its name, by which routes list it.</summary>
    string Name { get; }

    /// <summary>Why nothing gets through at this moment; null while nothing speaks against it.</summary>
    string? DownBecause { get; }

    /// <summary>Whether it is set up, and has a place for such a notification.</summary>
    /// <param name="notification">The notification.</param>
    bool Takes(Notification notification);

    /// <summary>Plans a notification that it takes.</summary>
    /// <param name="ticket">The notification, and what follows when the item is given up on.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    NewItem Plan(NotificationTicket ticket, string? traceParent);
}
