namespace Holdfast.Ingress;

/// <summary>When something was last heard, for health.</summary>
public sealed class IngressActivity
{
    private long _lastEvent;

    /// <summary>When the last envelope came; null before the first.</summary>
    public DateTimeOffset? LastEventAt => Volatile.Read(ref _lastEvent) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>An envelope came.</summary>
    /// <param name="at">When.</param>
    public void Heard(DateTimeOffset at) => Volatile.Write(ref _lastEvent, at.UtcTicks);
}
