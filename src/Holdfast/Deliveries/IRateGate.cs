namespace Holdfast.Deliveries;

/// <summary>
/// Holds calls back after Slack has said 429: closed for as long as Slack asked, then paced at the documented rate, then slowly open
/// again. Slack counts by workspace, method and channel, whichever worker calls; so do the gates of workers that share a store.
/// </summary>
public interface IRateGate
{
    /// <summary>Gates that hold calls back at this moment, for health.</summary>
    int Limited { get; }

    /// <summary>Asks to make a call now.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null to go ahead; else how long to wait before asking again, a different time for everybody who asks.</returns>
    ValueTask<TimeSpan?> TryEnterAsync(RateLimitedCall call, CancellationToken cancellationToken);

    /// <summary>Slack said 429.</summary>
    /// <param name="call">The call.</param>
    /// <param name="retryAfter">How long Slack asked to wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How long to wait before trying the same call again.</returns>
    ValueTask<TimeSpan> CloseAsync(RateLimitedCall call, TimeSpan retryAfter, CancellationToken cancellationToken);
}

/// <summary>A call as Slack's limits see it. Source: https://docs.slack.dev/apis/web-api/rate-limits</summary>
/// <param name="Team">The workspace.</param>
/// <param name="Method">The method.</param>
/// <param name="Channel">The channel, for messages; Slack limits those per channel.</param>
public readonly record struct RateLimitedCall(string Team, string Method, string Channel)
{
    /// <summary>What Slack documents for messages: one a second in a channel.</summary>
    private static readonly TimeSpan MessagePace = TimeSpan.FromSeconds(1);

    /// <summary>Tier 3, the tier of most other methods that deliveries use: 50 a minute.</summary>
    private static readonly TimeSpan OtherPace = TimeSpan.FromSeconds(60.0 / 50);

    /// <summary>After this long without another 429 the pace is halved; when it is next to nothing the gate is forgotten.</summary>
    public static readonly TimeSpan Relax = TimeSpan.FromSeconds(30);

    /// <summary>A pace that holds nobody back.</summary>
    public static readonly TimeSpan NextToNothing = TimeSpan.FromMilliseconds(50);

    /// <summary>The gate that it has to pass.</summary>
    public string Gate => IsMessage ? $"{Team}/{Method}/{Channel}" : $"{Team}/{Method}";

    /// <summary>The time between two calls at the documented rate.</summary>
    public TimeSpan Pace => IsMessage ? MessagePace : OtherPace;

    private bool IsMessage => Method is "chat.postMessage" or "chat.postEphemeral";
}
