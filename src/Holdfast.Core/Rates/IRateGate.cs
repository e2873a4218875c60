using System.Runtime.InteropServices;

namespace Holdfast.Rates;

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
    /// <returns>Null to go ahead; else how long to wait before asking again: a time of their own for everybody who asks, as far as there are some.</returns>
    ValueTask<TimeSpan?> TryEnterAsync(RateLimitedCall call, CancellationToken cancellationToken);

    /// <summary>Slack said 429.</summary>
    /// <param name="call">The call.</param>
    /// <param name="retryAfter">How long Slack asked to wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How long to wait before trying the same call again.</returns>
    ValueTask<TimeSpan> CloseAsync(RateLimitedCall call, TimeSpan retryAfter, CancellationToken cancellationToken);

    /// <summary>The gates that are not fully open, in the order of their names.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<RateGateState>> ListAsync(CancellationToken cancellationToken);

    /// <summary>An operator's order, for all workers: what Slack has said is forgotten. It says 429 again where it still holds.</summary>
    /// <param name="gate">The gate's name; null for all of them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How many were opened.</returns>
    ValueTask<int> OpenAsync(string? gate, CancellationToken cancellationToken);
}

/// <summary>How a gate stands that is not fully open.</summary>
/// <param name="Gate">Its name; see <see cref="RateLimitedCall.Gate"/>.</param>
/// <param name="ClosedFor">For how long Slack has refused the calls, over several refusals in a row; null when it has refused none.</param>
/// <param name="OpensIn">For how long no call is made; null or not positive when it is open, and only paced.</param>
/// <param name="Pace">The least time between two calls.</param>
public sealed record RateGateState(string Gate, TimeSpan? ClosedFor, TimeSpan? OpensIn, TimeSpan Pace)
{
    /// <summary>Whether no call is made.</summary>
    public bool IsClosed => OpensIn > TimeSpan.Zero;

    /// <summary>How long it is closed in all, when it is; else zero.</summary>
    public TimeSpan Closure => IsClosed ? ClosedFor!.Value + OpensIn!.Value : TimeSpan.Zero;
}

/// <summary>A call as Slack's limits see it. Source: https://docs.slack.dev/apis/web-api/rate-limits</summary>
/// <param name="Team">The workspace.</param>
/// <param name="Method">The method.</param>
/// <param name="Channel">The channel, for messages; Slack limits those per channel.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RateLimitedCall(string Team, string Method, string Channel)
{
    /// <summary>What Slack documents for messages: one a second in a channel.</summary>
    private static readonly TimeSpan MessagePace = TimeSpan.FromSeconds(1);

    /// <summary>Slack's slowest tier: one a minute.</summary>
    public static readonly TimeSpan SlowestPace = TimeSpan.FromMinutes(1);

    /// <summary>Tier 3, the tier of most other methods that deliveries use: 50 a minute.</summary>
    private static readonly TimeSpan OtherPace = TimeSpan.FromSeconds(60.0 / 50);

    /// <summary>
    /// After this long without another 429, or twice the pace where that is longer, the pace is halved; when it is next to nothing the
    /// gate is forgotten.
    /// </summary>
    public static readonly TimeSpan HalvingInterval = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The longest wait until the gate is asked again: an operator's order opens it for whoever asks, and no restart makes a wait longer. So turns are
    /// given for no longer than this from its opening on: with turns that nobody waits for, all would come at once, and find one place.
    /// </summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>A pace that holds nobody back.</summary>
    public static readonly TimeSpan FastestPace = TimeSpan.FromMilliseconds(50);

    /// <summary>The gate that it has to pass.</summary>
    public string Gate => IsMessage ? $"{Team}/{Method}/{Channel}" : $"{Team}/{Method}";

    /// <summary>The time between two calls where that is known before Slack has to say 429; null where it is not.</summary>
    public TimeSpan? KnownPace { get; init; }

    private bool IsMessage => Method is "chat.postMessage" or "chat.postEphemeral";

    private bool IsHistory => Method is "conversations.history" or "conversations.replies";

    /// <summary>
    /// The time between two calls after a 429: at the documented rate, or at the one that Slack's wait tells of where that depends on the
    /// app. An app outside the marketplace reads history once a minute, another one fifty times.
    /// </summary>
    /// <param name="retryAfter">How long Slack asked to wait.</param>
    public TimeSpan PaceAfter(TimeSpan retryAfter)
    {
        if (KnownPace is { } known)
            return known;
        if (IsMessage)
            return MessagePace;
        if (!IsHistory || retryAfter < OtherPace)
            return OtherPace;
        return retryAfter < SlowestPace ? retryAfter : SlowestPace;
    }

    /// <summary>How long a pace is kept before it is halved.</summary>
    /// <param name="pace">The pace.</param>
    public static TimeSpan HalvingTime(TimeSpan pace) => pace * 2 > HalvingInterval ? pace * 2 : HalvingInterval;
}
