using Holdfast.Notifications;
using Microsoft.Extensions.Options;

namespace HouseRulesBot;

/// <summary>Writes what people are told into a file: <c>Notifications:TimerRoute:0=file</c> sends timers there.</summary>
public sealed class FileChannel(IOptions<HouseOptions> options) : ISendingChannel
{
    public const string ChannelName = "file";

    public string Name => ChannelName;

    public async ValueTask<SendOutcome> SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        // May come twice, when the process died right after writing; the id tells.
        await File.AppendAllTextAsync(options.Value.File, $"{notification.Id} {notification.Text}\n", cancellationToken);
        return new SendOutcome.Sent();
    }
}
