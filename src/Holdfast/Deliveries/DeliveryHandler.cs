using Holdfast.Conversations;
using Holdfast.Diagnostics;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Notifications;
using Holdfast.Slack;
using Holdfast.Storage;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging;

namespace Holdfast.Deliveries;

/// <summary>
/// Makes planned Slack calls, in order within a conversation, until each succeeds or is refused for good. A call that may
/// have been performed already is looked up before it is repeated.
/// </summary>
internal sealed partial class DeliveryHandler(
    IWorkspaces workspaces,
    DeliveryNotes notes,
    UndeliveredNotice undelivered,
    ProgressDeliveries progress,
    SessionDeliveries sessions,
    DeliverySending sending,
    DeliveryFailures failures,
    HoldfastMetrics metrics,
    NotificationMetrics notifications,
    TimeProvider time,
    ILogger<DeliveryHandler> logger) : ILaneHandler
{
    /// <summary>The error of what is for a workspace that the app is not installed in (any more).</summary>
    private const string NotInstalled = "not_installed";

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var plan = DeliveryPlan.Read(work.Item.Payload);
        var workspace = await workspaces.FindAsync(plan.Team, cancellationToken);
        if (workspace is null)
            return NowhereToGo(work, plan);
        var delivery = new ActiveDelivery(work, plan, await notes.ReadAsync(work.Item, cancellationToken), workspace);
        if (plan.Notification is { } ticket && ticket.Notification.IsTooLate(time.GetUtcNow()))
        {
            notifications.Dropped(ticket);
            return delivery.End(ItemOutcome.Ignored("its time was over"));
        }

        if (plan.IsProgress)
            return await progress.HandleAsync(delivery, cancellationToken);
        try
        {
            if (work.Item.InDoubt && HistoryLookup.MethodFor(plan) is { } method)
                return await sending.SettleAsync(delivery, method, cancellationToken);
            if (plan.Method == DeliveryPlan.SetSession)
                return await sessions.HandleAsync(delivery, cancellationToken);
            if (sessions.StandsInFor(plan))
                return delivery.End(ItemOutcome.Ignored("the session says it"));
            if (delivery.Note is { Error: { } error } note && failures.IsPoison(note))
                return failures.GiveUp(delivery, error, note.Refusals);
            return plan.Method == DeliveryPlan.UploadFile
                ? await sending.UploadAsync(delivery, cancellationToken)
                : await sending.SendAsync(delivery, cancellationToken);
        }
        catch (SlackException e)
        {
            metrics.Called(e.Method, e.Error);
            return await failures.AfterAsync(delivery, e, cancellationToken);
        }
        catch (OperationCanceledException e) when (delivery.Left is null && work.Stopping.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            LogNotBegun(e, plan.Method, work.Item.Id);
            return delivery.Wait(TimeSpan.Zero);
        }
    }

    /// <inheritdoc/>
    public string? TeamOf(LaneItem item) => Owners.TeamOf(item);

    /// <inheritdoc/>
    public Transition GiveUp(Claim claim, Exception error)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(error);
        var name = error.GetType().Name;
        return new Transition
        {
            Claim = claim,
            Outcome = new ItemOutcome.Dead(name),
            Records = [DeliveryNotes.Change(claim.Item, note: null)],
            Append = undelivered.Tell(claim.Item, DeliveryPlan.Read(claim.Item.Payload), claim.Item.InDoubt ? UndeliveredNotice.OutcomeUnknown : null),
        };
    }

    /// <summary>Nobody can be told there; the operators are, as of every dead letter.</summary>
    private Transition NowhereToGo(LaneWork work, DeliveryPlan plan)
    {
        LogNotInstalled(plan.Method, work.Item.Id, plan.Team);
        return work.End(new ItemOutcome.Dead(NotInstalled)) with { Records = DeliveryNotes.Removal(work.Item) };
    }

    [LoggerMessage(315, LogLevel.Error, "{Method} for delivery {Delivery} is for the workspace {Team}, in which the app is not installed; it is kept as a dead letter")]
    private partial void LogNotInstalled(string method, ItemId delivery, string team);

    [LoggerMessage(308, LogLevel.Debug, "{Method} for delivery {Delivery} was not started, because the server is stopping; it stays in its lane")]
    private partial void LogNotBegun(Exception error, string method, ItemId delivery);
}
