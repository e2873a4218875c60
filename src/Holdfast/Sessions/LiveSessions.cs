using Holdfast.Caching;
using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Workspaces;

namespace Holdfast.Sessions;

/// <summary>
/// The sessions that this process has to do with: here runs, streams and deliveries meet that tell Slack how a session stands. What of it must survive
/// the process follows from the run's record and from what is in the outbox.
/// </summary>
/// <param name="refusals">Where there are none.</param>
/// <param name="now">Slack's time.</param>
/// <param name="slack">How long Slack has for a call.</param>
/// <param name="time">The clock.</param>
public sealed class LiveSessions(SessionRefusals refusals, Func<DateTimeOffset> now, SlackOptions slack, TimeProvider time)
{
    private const int MaxKept = 10_000;

    /// <summary>Slack itself believes no longer that an agent is at work.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    private readonly ExpiringCache<string, LiveSession> _sessions = new(Memory, MaxKept, time);
    private readonly Lock _lock = new();

    /// <summary>Slack's time.</summary>
    internal DateTimeOffset Now => now();

    /// <summary>Until when, by Slack's clock, a call that leaves now may have its effect.</summary>
    internal DateTimeOffset LastEffect => slack.LastEffect(Now);

    /// <summary>The agent begins to work in a thread, and that is durable.</summary>
    /// <param name="conversation">The thread.</param>
    /// <param name="run">The run.</param>
    /// <param name="hadBegun">Whether it had begun before, here or elsewhere.</param>
    /// <param name="isInDoubt">Whether whoever had begun it may have died.</param>
    internal void Begin(ConversationId conversation, ItemId run, bool hadBegun, bool isInDoubt)
    {
        if (conversation.Thread is null)
            return;
        var session = Open(conversation);

        // A call of whoever died may be under way yet.
        session.Begin(new SessionWork(run, hadBegun, LaneHold.Current), hadBegun && isInDoubt && session.LatestRun != run ? LastEffect : null);
    }

    /// <summary>A run ends, or waits for people.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="run">The run.</param>
    /// <param name="mayBeShown">Whether Slack may show that it is at work, for all that is known without this process.</param>
    /// <returns>What is to be known to tell Slack; null where it need not be told.</returns>
    internal SessionEnd? End(ConversationId conversation, ItemId run, bool mayBeShown)
    {
        var session = Find(conversation);
        session?.Leave(run);
        if (conversation.Thread is null || refusals.Knows(conversation.Team.Value))
            return null;
        if (!mayBeShown && session is not { IsOwed: true })
            return null;
        return new SessionEnd(mayBeShown && session?.LatestRun != run ? LastEffect : session?.MayChangeUntil);
    }

    /// <summary>The work is over, or broken off: it does not show itself any more.</summary>
    /// <param name="conversation">The thread.</param>
    /// <param name="run">The run.</param>
    internal void Leave(ConversationId conversation, ItemId run) => Find(conversation)?.Leave(run);

    /// <summary>The session of a thread; null when this process has not to do with it.</summary>
    internal LiveSession? Find(ConversationId conversation) => _sessions.TryGet(conversation.ToString(), out var session) ? session : null;

    /// <summary>The session of a thread.</summary>
    internal LiveSession Open(ConversationId conversation)
    {
        lock (_lock)
        {
            var session = Find(conversation) ?? new LiveSession();
            _sessions.Set(conversation.ToString(), session);
            return session;
        }
    }
}
