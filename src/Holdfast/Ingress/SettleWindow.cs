using Microsoft.Extensions.Options;

namespace Holdfast.Ingress;

/// <summary>
/// Keeps the order of a conversation across a lost connection. What Slack had sent and not seen acknowledged it sends again
/// some seconds later; a message written meanwhile would overtake it. So for that long new messages wait in their lanes,
/// where the older ones come before them.
/// </summary>
public sealed class SettleWindow(IOptions<IngressOptions> options, TimeProvider time)
{
    private long _until;

    /// <summary>Something that Slack had sent may be on its way again.</summary>
    public void Begin() => Volatile.Write(ref _until, (time.GetUtcNow() + options.Value.SettleTime).UtcTicks);

    /// <summary>When a message that arrives now may be run; null for at once.</summary>
    public DateTimeOffset? DueAt()
    {
        var until = Volatile.Read(ref _until);
        return until > time.GetUtcNow().UtcTicks ? new DateTimeOffset(until, TimeSpan.Zero) : null;
    }
}
