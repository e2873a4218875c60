namespace Holdfast.Rates;

/// <summary>What whoever calls through a gate does with it.</summary>
public static class RateGateTurns
{
    /// <summary>How long to wait after a 429 that does not say.</summary>
    public static readonly TimeSpan UnsaidRetryAfter = TimeSpan.FromSeconds(30);

    /// <summary>Slack said 429.</summary>
    /// <param name="gate">The gate.</param>
    /// <param name="call">The call.</param>
    /// <param name="retryAfter">How long Slack asked to wait; null when it did not say.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How long to wait before trying the same call again.</returns>
    public static ValueTask<TimeSpan> CloseAsync(this IRateGate gate, RateLimitedCall call, TimeSpan? retryAfter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(gate);
        return gate.CloseAsync(call, retryAfter ?? UnsaidRetryAfter, cancellationToken);
    }

    /// <summary>Waits until a call may be made, if that is soon.</summary>
    /// <param name="gate">The gate.</param>
    /// <param name="call">The call.</param>
    /// <param name="longest">A longer wait is left to whoever asks.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null when the call may be made now; else how long that takes.</returns>
    public static async ValueTask<TimeSpan?> WaitAsync(
        this IRateGate gate, RateLimitedCall call, TimeSpan longest, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(gate);
        while (await gate.TryEnterAsync(call, cancellationToken) is { } wait)
        {
            if (wait > longest)
                return wait;
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, time, cancellationToken);
        }

        return null;
    }
}
