using Holdfast.Rates;
using Holdfast.Slack.WebApi.Conversations;
using Microsoft.Extensions.Options;

namespace Holdfast.Workspaces;

/// <summary>
/// How history is read: an app outside Slack's marketplace gets small pages, and one of them a minute. Whoever reads learns that for all who do.
/// </summary>
/// <param name="gate">Slack's limits.</param>
/// <param name="options">How much history Slack allows, where that is configured.</param>
/// <param name="time">The clock.</param>
public sealed class HistoryPages(IRateGate gate, IOptions<SlackOptions> options, TimeProvider time)
{
    private const int UsualSize = 200;

    /// <summary>The most messages of a page for an app that Slack allows one call a minute.</summary>
    private const int LimitedSize = 15;

    /// <summary>How long it is remembered that Slack gives no larger pages. One of that size by chance must not slow an app down for ever.</summary>
    private static readonly TimeSpan LimitMemory = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private long? _limitedAt;

    /// <summary>The time between two pages, as far as it is known before Slack says 429; null where it is not.</summary>
    internal TimeSpan? KnownPace
    {
        get
        {
            if (options.Value.HistoryInterval > TimeSpan.Zero)
                return options.Value.HistoryInterval;
            lock (_lock)
                return _limitedAt is { } at && time.GetElapsedTime(at) < LimitMemory ? RateLimitedCall.SlowestPace : null;
        }
    }

    /// <summary>The most messages to ask for.</summary>
    internal int Size => KnownPace is null ? UsualSize : LimitedSize;

    /// <summary>A page has come.</summary>
    /// <param name="page">The page.</param>
    /// <param name="asked">How many messages it could have had.</param>
    /// <param name="call">The call that it came by.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async ValueTask LearnAsync(MessagesResponse page, int asked, RateLimitedCall call, CancellationToken cancellationToken)
    {
        // A thread's first message may come on top.
        if ((page.HasMore || page.NextCursor is not null) && asked > page.Messages.Count && page.Messages.Count is LimitedSize or LimitedSize + 1)
        {
            lock (_lock)
                _limitedAt = time.GetTimestamp();

            // This page was the one of its minute already.
            if (call.KnownPace is null)
                await gate.TryEnterAsync(call with { KnownPace = KnownPace }, cancellationToken);
        }
    }
}
