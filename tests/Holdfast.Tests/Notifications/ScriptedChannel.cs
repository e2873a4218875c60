using Holdfast.Notifications;

namespace Holdfast.Tests.Notifications;

/// <summary>A channel that does what a test says and keeps what it was given.</summary>
internal sealed class ScriptedChannel(string name) : ISendingChannel
{
    public string Name => name;

    public string? DownBecause { get; set; }

    public bool IsSetUp { get; set; } = true;

    public Func<SendOutcome> Answer { get; set; } = () => new SendOutcome.Sent();

    public List<Notification> Given { get; } = [];

    public bool Takes(Notification notification) => IsSetUp;

    public ValueTask<SendOutcome> SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        Given.Add(notification);
        return ValueTask.FromResult(Answer());
    }
}
