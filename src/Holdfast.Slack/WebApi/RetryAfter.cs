using System.Net.Http.Headers;

namespace Holdfast.Slack.WebApi;

/// <summary>Reads the header <c>Retry-After</c> in both of HTTP's forms; Slack sends seconds, a proxy may send a date.</summary>
internal static class RetryAfter
{
    // A wait beyond a day is a mistake on the way, and must not overflow a timer.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    internal static TimeSpan? Read(HttpResponseHeaders headers, TimeProvider time)
    {
        var wait = headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        if (wait is null)
            return null;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait > Longest ? Longest : wait;
    }
}
