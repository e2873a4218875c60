using System.Diagnostics.Metrics;
using Holdfast.Diagnostics;

namespace Holdfast.Notifications;

/// <summary>What is counted about notifications.</summary>
public sealed class NotificationMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _failed;
    private readonly Histogram<double> _latency;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meters">The host's factory.</param>
    public NotificationMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _meter = meters.Create(HoldfastTelemetry.Name);
        _ended = _meter.CreateCounter<long>("holdfast.notifications.ended", "{notification}", "Notifications that a channel is done with, by channel, kind and result.");
        _failed = _meter.CreateCounter<long>("holdfast.notifications.failed", "{attempt}", "Attempts that failed, by channel and error.");
        _latency = _meter.CreateHistogram<double>("holdfast.notifications.latency", "s", "From the moment that a notification is about to its delivery, by channel and kind.", advice: Durations.Lasting);
    }

    /// <summary>A notification arrived.</summary>
    /// <param name="ticket">The notification.</param>
    /// <param name="now">When.</param>
    public void Delivered(NotificationTicket ticket, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        Ended(ticket, "delivered");
        var latency = now - ticket.Notification.At;
        _latency.Record(Math.Max(latency.TotalSeconds, 0), new("channel", ticket.Channel), new("kind", ticket.Notification.Kind));
    }

    /// <summary>An attempt failed.</summary>
    /// <param name="ticket">The notification.</param>
    /// <param name="error">With what, as a word from a small set.</param>
    public void Failed(NotificationTicket ticket, string error)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        _failed.Add(1, new("channel", ticket.Channel), new("error.type", error));
    }

    /// <summary>A channel gives a notification up.</summary>
    /// <param name="ticket">The notification.</param>
    public void GivenUp(NotificationTicket ticket) => Ended(ticket, "given up");

    /// <summary>A notification is dropped, because its time is over.</summary>
    /// <param name="ticket">The notification.</param>
    public void Dropped(NotificationTicket ticket) => Ended(ticket, "too late");

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private void Ended(NotificationTicket ticket, string result) =>
        _ended.Add(1, new("channel", ticket.Channel), new("kind", ticket.Notification.Kind), new("result", result));
}
