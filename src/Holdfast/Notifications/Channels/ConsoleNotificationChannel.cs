using Holdfast.Items;
using Holdfast.Text;
using Microsoft.Extensions.Logging;

namespace Holdfast.Notifications.Channels;

/// <summary>A line in the log: the channel that is always there.</summary>
public sealed partial class ConsoleNotificationChannel(ILogger<ConsoleNotificationChannel> logger) : ISendingChannel
{
    /// <summary>The most characters of a line.</summary>
    private const int MaxLength = 4_000;

    /// <inheritdoc/>
    public string Name => ChannelNames.Console;

    /// <inheritdoc/>
    public ValueTask<SendOutcome> SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notification);
        LogNotification(notification.Kind, notification.Id, Line(notification.Text));
        return ValueTask.FromResult<SendOutcome>(new SendOutcome.Sent());
    }

    /// <summary>The text on one line: with a line feed of its own it could pass for another line of the log.</summary>
    private static string Line(string text)
    {
        var line = VisibleText.Of(text.Length <= MaxLength ? text : text[..MaxLength]);
        return line.Replace('\n', ' ').Replace('\t', ' ');
    }

    [LoggerMessage(1410, LogLevel.Warning, "Notification ({Kind} {Notification}): {Text}")]
    private partial void LogNotification(string kind, ItemId notification, string text);
}
