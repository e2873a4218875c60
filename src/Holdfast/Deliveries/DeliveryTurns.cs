using Holdfast.Rates;
namespace Holdfast.Deliveries;

/// <summary>Waits for Slack's limits: a short wait with the lane in hand, for a longer one the lane is given back.</summary>
/// <param name="gate">The limits.</param>
/// <param name="time">The clock.</param>
public sealed class DeliveryTurns(IRateGate gate, TimeProvider time)
{
    /// <summary>A wait this short is waited with the lane in hand.</summary>
    private static readonly TimeSpan ShortWait = TimeSpan.FromMilliseconds(250);

    /// <summary>How long to wait after a 429 that does not say.</summary>
    private static readonly TimeSpan UnsaidRetryAfter = TimeSpan.FromSeconds(30);

    /// <summary>Null when the call may be made now; else how long to give the lane back for.</summary>
    internal async ValueTask<TimeSpan?> WaitAsync(RateLimitedCall call, CancellationToken cancellationToken)
    {
        while (await gate.TryEnterAsync(call, cancellationToken) is { } wait)
        {
            if (wait > ShortWait)
                return Bounded(wait);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, time, cancellationToken);
        }

        return null;
    }

    /// <summary>Slack said 429.</summary>
    /// <returns>How long Slack asked to wait, and how long to give the lane back for.</returns>
    internal async ValueTask<(TimeSpan RetryAfter, TimeSpan Wait)> CloseAsync(RateLimitedCall call, TimeSpan? retryAfter, CancellationToken cancellationToken)
    {
        var asked = retryAfter ?? UnsaidRetryAfter;
        return (asked, Bounded(await gate.CloseAsync(call, asked, cancellationToken)));
    }

    private static TimeSpan Bounded(TimeSpan wait) => wait < RateLimitedCall.LongestWait ? wait : RateLimitedCall.LongestWait;
}
