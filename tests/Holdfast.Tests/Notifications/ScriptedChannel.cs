using Holdfast.Items;
using Holdfast.Notifications;
using Holdfast.Testing;

namespace Holdfast.Tests.Notifications;

/// <summary>A channel that does what a test says and keeps what it was given.</summary>
internal sealed class ScriptedChannel(string name, FakeClock clock) : ISendingChannel
{
    public string Name => name;

    public string? DownBecause { get; set; }

    public bool IsSetUp { get; set; } = true;

    public Func<SendOutcome> Answer { get; set; } = () => new SendOutcome.Sent();

    public List<Notification> Given { get; } = [];

    public bool Takes(Notification notification) => IsSetUp;

    public NewItem Plan(NotificationTicket ticket, string? traceParent) => ticket.ToItem(clock, traceParent);

    public ValueTask<SendOutcome> SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        Given.Add(notification);
        return ValueTask.FromResult(Answer());
    }
}
