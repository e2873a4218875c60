namespace Holdfast.Ingress;

/// <summary>When something was last heard, and how much of it could not be kept.</summary>
public sealed class IngressActivity
{
    private long _lastEvent;
    private long _refused;

    /// <summary>When the last envelope came; null before the first.</summary>
    public DateTimeOffset? LastEventAt => Volatile.Read(ref _lastEvent) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>How many envelopes could not be kept since the start: Slack repeats each of them only for a while.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>An envelope could not be kept.</summary>
    public void CouldNotKeep() => Interlocked.Increment(ref _refused);

    /// <summary>An envelope came.</summary>
    /// <param name="at">When.</param>
    public void Heard(DateTimeOffset at) => Volatile.Write(ref _lastEvent, at.UtcTicks);
}
