using Holdfast.Rates;

namespace Holdfast.Deliveries;

/// <summary>Waits for Slack's limits: a short wait with the lane in hand, for a longer one the lane is given back.</summary>
/// <param name="gate">The limits.</param>
/// <param name="time">The clock.</param>
public sealed class DeliveryTurns(IRateGate gate, TimeProvider time)
{
    /// <summary>A wait this short is waited with the lane in hand.</summary>
    private static readonly TimeSpan ShortWait = TimeSpan.FromMilliseconds(250);

    /// <summary>Null when the call may be made now; else how long to give the lane back for.</summary>
    internal async ValueTask<TimeSpan?> WaitAsync(RateLimitedCall call, CancellationToken cancellationToken) =>
        await gate.WaitAsync(call, ShortWait, time, cancellationToken) is { } wait ? Bounded(wait) : null;

    /// <summary>Slack said 429.</summary>
    /// <returns>How long Slack asked to wait, and how long to give the lane back for.</returns>
    internal async ValueTask<(TimeSpan RetryAfter, TimeSpan Wait)> CloseAsync(RateLimitedCall call, TimeSpan? retryAfter, CancellationToken cancellationToken)
    {
        var asked = retryAfter ?? RateGateTurns.UnsaidRetryAfter;
        return (asked, Bounded(await gate.CloseAsync(call, asked, cancellationToken)));
    }

    private static TimeSpan Bounded(TimeSpan wait) => wait < RateLimitedCall.LongestWait ? wait : RateLimitedCall.LongestWait;
}
