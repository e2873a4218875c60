namespace Holdfast.Notifications;

/// <summary>
/// A way to tell people something: an <see cref="ISendingChannel"/>, which sends by itself, or an <see cref="IPlanningChannel"/>, whose
/// notifications go with what another queue sends.
/// </summary>
public interface INotificationChannel
{
    /// <summary>Its name, by which routes list it.</summary>
    string Name { get; }

    /// <summary>Why nothing gets through at this moment; null while nothing speaks against it.</summary>
    string? DownBecause => null;

    /// <summary>The same for one notification, where that depends on what it is about.</summary>
    /// <param name="notification">The notification.</param>
    string? ReasonAgainst(Notification notification) => DownBecause;

    /// <summary>Whether it is set up, and has a place for such a notification.</summary>
    /// <param name="notification">The notification.</param>
    bool Takes(Notification notification) => true;
}
