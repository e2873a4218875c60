using Holdfast.Items;
using Holdfast.Notifications;
using Holdfast.Notifications.Channels;
using Holdfast.Testing;
using Microsoft.Extensions.Logging;

namespace Holdfast.Tests.Notifications;

[Trait("Req", "TM-5")]
public sealed class ConsoleNotificationChannelTests
{
    [Theory]
    [InlineData("tea is ready", "tea is ready")]
    [InlineData("tea\r\nfail: forged line\u001b[2J\tend", "tea\\u{000D} fail: forged line\\u{001B}[2J end")]
    public async Task A_notification_is_one_line_whatever_it_says(string text, string line)
    {
        var clock = new FakeClock();
        var logs = new RecordedLogs<ConsoleNotificationChannel>();
        var notification = new Notification { Id = ItemId.New(clock), Kind = NotificationKinds.Alert, Text = text, At = clock.GetUtcNow() };
        Assert.IsType<SendOutcome.Sent>(await new ConsoleNotificationChannel(logs).SendAsync(notification, CancellationToken.None));
        var logged = Assert.Single(logs.Lines);
        Assert.Equal((LogLevel.Warning, $"Notification (alert {notification.Id}): {line}"), (logged.Level, logged.Text));
    }
}
