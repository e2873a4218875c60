using System.Net.Http.Headers;

namespace Holdfast.Slack;

/// <summary>Reads the header <c>Retry-After</c> in both of HTTP's forms; Slack sends seconds, a proxy may send a date.</summary>
public static class RetryAfter
{
    /// <summary>How long to wait; null when the answer does not say.</summary>
    /// <param name="headers">The answer's headers.</param>
    /// <param name="time">The clock, for a date.</param>
    /// <param name="longest">The longest wait that is believed; null for any.</param>
    public static TimeSpan? Read(HttpResponseHeaders headers, TimeProvider time, TimeSpan? longest = null)
    {
        ArgumentNullException.ThrowIfNull(headers);
        ArgumentNullException.ThrowIfNull(time);
        var wait = headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        if (wait is null)
            return null;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait > longest ? longest : wait;
    }
}
