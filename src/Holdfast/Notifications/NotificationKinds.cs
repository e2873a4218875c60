namespace Holdfast.Notifications;

/// <summary>The kinds of notifications; metrics count by them, and each has a route.</summary>
public static class NotificationKinds
{
    /// <summary>A timer rings.</summary>
    public const string Timer = "timer";

    /// <summary>Holdfast is alive.</summary>
    public const string Heartbeat = "heartbeat";

    /// <summary>Something needs an operator.</summary>
    public const string Alert = "alert";
}
