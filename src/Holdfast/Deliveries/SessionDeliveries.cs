using Holdfast.Conversations;
using Holdfast.Diagnostics;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Sessions;
using Holdfast.Slack;
using Holdfast.Slack.WebApi.Agents;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;

namespace Holdfast.Deliveries;

/// <summary>
/// Tells Slack that a run has ended, or waits. How the session stands is seen when the call is made: another run may be at work by then, whose end is
/// told of instead, or wait for an approval.
/// </summary>
public sealed partial class SessionDeliveries(
    LiveSessions sessions, SessionRefusals refusals, IRunReader runs, DeliveryTurns turns, HoldfastMetrics metrics, ILogger<SessionDeliveries> logger)
{
    /// <summary>A call under way is waited for so long with the lane in hand, and then a little longer without.</summary>
    private static readonly TimeSpan ShortWait = TimeSpan.FromMilliseconds(250), LongWait = TimeSpan.FromSeconds(1);

    /// <summary>After this Slack itself believes no longer that an agent is at work.</summary>
    private static readonly TimeSpan LongestWork = TimeSpan.FromHours(1);

    /// <summary>Whether a thread's session says what the older status would, which shares its place.</summary>
    internal bool StandsInFor(DeliveryPlan plan) =>
        plan.Method == DeliveryPlan.SetStatus && !refusals.Knows(plan.Team) && sessions.Find(plan.Conversation) is not null;

    /// <summary>The call that tells how a session stands.</summary>
    internal static AgentsSessionsSetStatusRequest RequestOf(ConversationId conversation, string status) => new()
    {
        ChannelId = conversation.Channel,
        ThreadTs = conversation.Thread ?? throw new ArgumentException("Only a thread has a session.", nameof(conversation)),
        Status = status,
    };

    /// <summary>How a session stands where nothing is worked on: somebody may be waited for.</summary>
    internal async ValueTask<string> RestAsync(ConversationId conversation, CancellationToken cancellationToken) =>
        await runs.GetOpenRunAsync(conversation.ToString(), cancellationToken) is { Status: RunStatus.Waiting }
            ? AgentsSessionsSetStatusRequest.Suspended
            : AgentsSessionsSetStatusRequest.Active;

    /// <summary>One attempt, and what comes of it.</summary>
    /// <exception cref="SlackException">Slack did not take the call now.</exception>
    internal async ValueTask<Transition> HandleAsync(ActiveDelivery delivery, CancellationToken cancellationToken)
    {
        var plan = delivery.Plan;
        if (refusals.Knows(plan.Team))
            return NotNeeded(delivery, "there are no sessions");
        if (delivery.Item.Attempt > 0 && sessions.Now - delivery.Item.EnqueuedAt > LongestWork)
            return NotNeeded(delivery, "Slack has ended it by itself");
        var session = sessions.Open(plan.Conversation);
        try
        {
            await session.Idle.WaitAsync(ShortWait, cancellationToken);
        }
        catch (TimeoutException)
        {
            return delivery.Wait(LongWait);
        }

        if (await turns.WaitAsync(plan.CallOf(plan.Method), cancellationToken) is { } later)
            return delivery.Wait(later);
        return delivery.Stopping.IsCancellationRequested
            ? delivery.Wait(TimeSpan.Zero)
            : await session.InTurnAsync(() => TellAsync(delivery, session, cancellationToken));
    }

    private async Task<Transition> TellAsync(ActiveDelivery delivery, LiveSession session, CancellationToken cancellationToken)
    {
        var plan = delivery.Plan;
        var (status, changes) = session.StatusAfter(await RestAsync(plan.Conversation, cancellationToken));
        if (status == AgentsSessionsSetStatusRequest.Processing)
            return NotNeeded(delivery, "the agent is at work again");
        if (!plan.Insists && session.Stands(status))
            return NotNeeded(delivery, "it stands so already");
        if (session.LateUntil(plan.NotBefore) is { } until && until > sessions.Now)
            return delivery.Wait(until - sessions.Now);
        try
        {
            delivery.Left = sessions.Now;
            await delivery.Slack.CallAsync(RequestOf(plan.Conversation, status), cancellationToken);
            metrics.Called(plan.Method, "ok");
            session.Told(status, changes, sessions.Now);
            return delivery.End(ItemOutcome.Answered);
        }
        catch (SlackException e) when (e.IsForGood)
        {
            LogRefused(e, delivery.Item.Id);
            metrics.Called(e.Method, e.Error);
            refusals.Add(plan.Team, e);
            return NotNeeded(delivery, "there is no such session");
        }
    }

    private static Transition NotNeeded(ActiveDelivery delivery, string reason) => delivery.End(ItemOutcome.Ignored(reason));

    [LoggerMessage(331, LogLevel.Debug, "Delivery {Delivery} could not tell how a session stands")]
    private partial void LogRefused(Exception error, ItemId delivery);
}
