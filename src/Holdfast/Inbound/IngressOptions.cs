using Holdfast.Configuration;

namespace Holdfast.Inbound;

/// <summary>How events are taken in. Section <c>Ingress</c>.</summary>
public sealed class IngressOptions
{
    /// <summary>
    /// After a start or a lost connection, new messages wait this long before they are run: Slack delivers again, a few
    /// seconds later, what was under way then, and an older message must come before a newer one. Default: 5 s.
    /// </summary>
    [Duration(0, 300)]
    public TimeSpan SettleTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A message waits this long before it is run, where there are several connections: Slack sends the messages of one thread
    /// over any of them, and one that was written earlier may arrive a little later. Default: 50 ms.
    /// </summary>
    [Duration(0, 10)]
    public TimeSpan ReorderWindow { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// The same where several workers take messages in: one that has just begun, or is busy, takes longer to write down the earlier
    /// message than another takes for the later one. Default: 250 ms.
    /// </summary>
    [Duration(0, 10)]
    public TimeSpan SharedReorderWindow { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// How long the receipt of an event is kept, by which a second delivery is recognised. Slack repeats an event for up to
    /// 2 hours, with delayed events switched on for 24. Default: 25 hours.
    /// </summary>
    [Duration(600, 2592000)]
    public TimeSpan ReceiptRetention { get; set; } = TimeSpan.FromHours(25);
}
