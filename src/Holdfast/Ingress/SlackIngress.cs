using Holdfast.Diagnostics;
using Holdfast.Inbound;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Notifications.Alerts;
using Holdfast.Runs;
using Holdfast.Slack;
using Holdfast.Slack.Envelopes;
using Holdfast.Storage;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Ingress;

/// <summary>
/// Takes envelopes in: routes, appends, and only then lets the acknowledgement go. What could not be kept is not
/// acknowledged, so Slack keeps it and delivers it again.
/// </summary>
public sealed partial class SlackIngress(
    IHoldfastStore store,
    IWorkspaces workspaces,
    ReorderWindow reorder,
    BusyConversations busy,
    EditedMentions edits,
    ViewValidation views,
    AckReceipts receipts,
    OperatorAlerts alerts,
    Revocation revocation,
    IngressActivity activity,
    IOptions<RunOptions> runs,
    HoldfastMetrics metrics,
    TimeProvider time,
    ILogger<SlackIngress> logger) : IEnvelopeHandler
{
    /// <summary>The lane of receipts for what names no workspace; nothing is ever handed out of it.</summary>
    private const string Nowhere = "nowhere";

    private int _hasToldOfAnother;

    /// <inheritdoc/>
    public async ValueTask<SlackAck> HandleAsync(SlackEnvelope envelope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        using var trace = HoldfastTelemetry.StartIngress(envelope.Type);
        var arrived = time.GetTimestamp();
        activity.Heard(time.GetUtcNow());
        var search = busy.IsImmediate ? null : SlackCredentials.ActionTokenIn(envelope.Payload.Span);
        SlackCredentials.RemoveTokens(envelope.Payload.Span);
        var route = await RouteAsync(envelope, cancellationToken);
        if (route is Route.ToLane edit && edits.IsTooOld(edit))
            route = EventRouter.Ignored(edit.EventType, $"old edit:{edit.DedupeKey}", EditedMentions.TooOld);
        var (isAccepted, answer) = route is Route.ToInteraction submission ? await views.AskAsync(submission, envelope.Payload) : (true, default);
        if (!isAccepted)
            route = EventRouter.Ignored(route.EventType, route.DedupeKey, ViewValidation.HasErrors);
        if (route is Route.Ignore ignore)
            Tell(ignore, envelope);
        var item = ToItem(route, envelope, trace?.Id);
        if (search is not null && route is Route.ToLane { Message: var said })
            item = item with { Records = [.. item.Records, SearchTokens.Of(item.Id, said.Conversation.Team.Value, said.User, search, time.GetUtcNow())] };
        try
        {
            await KeepAsync(route, item, trace?.Id, arrived, cancellationToken);
        }
        catch (StoreException e)
        {
            metrics.Refused(e);
            activity.CouldNotKeep();

            // A store that is away or full refuses every event, and where in the code that was seen says nothing.
            LogRefused(e.IsTransient ? null : e, route.EventType, e.Message);
            return SlackAck.Withheld;
        }

        var ack = answer.IsEmpty ? SlackAck.Ok : SlackAck.WithPayload(answer);
        return route is Route.ToInteraction ? ack.WithReceipt(sent => receipts.Sent(item.Id, sent)) : ack;
    }

    /// <summary>Mostly its workspace is at hand; one that is not is looked for, wherever workspaces are known.</summary>
    private async ValueTask<Route> RouteAsync(SlackEnvelope envelope, CancellationToken cancellationToken)
    {
        var word = runs.Value.StopWord is { Length: > 0 } stop ? stop : null;
        var route = EventRouter.Route(envelope, installation => workspaces.Find(installation)?.Identity, word);
        if (route is not Route.Ignore { Installation: { } other } || await workspaces.FindAsync(other, cancellationToken) is not { } found)
            return route;
        return EventRouter.Route(envelope, found.Identity, word);
    }

    private async ValueTask KeepAsync(Route route, NewItem item, string? traceParent, long arrived, CancellationToken cancellationToken)
    {
        switch (route)
        {
            case Route.ToLane lane:
                await KeepAsync(lane, item, arrived, cancellationToken);
                break;
            case Route.ToInteraction:
                await KeepExpectedAsync(route, item, arrived, cancellationToken);
                break;
            case Route.Revoked revoked:
                await AppendAsync([item, .. Alerts(revoked, traceParent)], route, arrived, cancellationToken);

                // As it is kept, and not as this event says: delivered again it may be old news, or what is known of it already.
                await revocation.FollowAsync(route.Team!.Value, cancellationToken);
                break;
            default:
                await AppendAsync([item], route, arrived, cancellationToken);
                break;
        }
    }

    private async ValueTask KeepAsync(Route.ToLane lane, NewItem item, long arrived, CancellationToken cancellationToken)
    {
        var isBusy = await busy.IsBusyAsync(lane, cancellationToken);
        var appended = await AppendAsync(isBusy ? busy.Items(lane, item) : [item], lane, arrived, cancellationToken);
        if (appended == AppendResult.Appended && isBusy)
            busy.Show(lane);
        if (appended == AppendResult.Duplicate && lane.IsEdit && await edits.AgainAsync(item, cancellationToken) is { } again)
            await AppendAsync([again], lane, arrived, cancellationToken);
    }

    private async ValueTask KeepExpectedAsync(Route route, NewItem item, long arrived, CancellationToken cancellationToken)
    {
        receipts.Expect(item.Id);
        var appended = AppendResult.Duplicate;
        try
        {
            appended = await AppendAsync([item], route, arrived, cancellationToken);
        }
        finally
        {
            // Not kept, or known already: nobody will ask whether its acknowledgement went out.
            if (appended == AppendResult.Duplicate)
                receipts.Forget(item.Id);
        }
    }

    /// <summary>What operators are told along with an event, once however often Slack delivers it.</summary>
    private IEnumerable<NewItem> Alerts(Route.Revoked revoked, string? traceParent) =>
        alerts.Revoked(revoked.Team!.Value.Value, revoked.Reason, traceParent).Select(alert => alert with { FollowsPrevious = true });

    private async ValueTask<AppendResult> AppendAsync(IReadOnlyList<NewItem> items, Route route, long arrived, CancellationToken cancellationToken)
    {
        var appended = (await store.AppendAsync(items, cancellationToken))[0];
        var result = appended == AppendResult.Duplicate ? "duplicate" : items[0].Settled is null ? "accepted" : "ignored";
        metrics.Accepted(route.EventType, result, time.GetElapsedTime(arrived));
        return appended;
    }

    /// <summary>The log has what somebody may look for who waits for an answer.</summary>
    private void Tell(Route.Ignore ignored, SlackEnvelope envelope)
    {
        if (ignored.Reason == EventRouter.Unreadable)
            LogUnreadable(envelope.Payload.Length);
        else if (ignored.Reason == EventRouter.TooLarge)
            LogTooLarge(envelope.OversizedLength ?? 0);
        else if (ignored.Reason == EventRouter.AnotherWorkspace && Interlocked.Exchange(ref _hasToldOfAnother, 1) == 0)
            LogAnotherWorkspace(ignored.EventType);
        else if (ignored.IsAddressed)
            LogFromApp(ignored.EventType);
    }

    private NewItem ToItem(Route route, SlackEnvelope envelope, string? traceParent) => route switch
    {
        Route.ToLane lane => lane.Message.ToItem(ItemId.New(time), lane.Message.ToPayload(envelope.Payload.Span), traceParent) with
        {
            DedupeKey = lane.DedupeKey,
            DueIn = lane.BeginsConversation ? null : reorder.Wait(),
        },
        Route.ToInteraction interaction => ToItem(interaction, ItemId.New(time), envelope, traceParent),
        Route.Ignore ignore => Settled(route, Settlement.Ignored(ignore.Reason), ignore.Installation, traceParent),
        Route.Corrected { Correction: var correction } => Settled(
            route, Settlement.Ignored(correction.Content is null ? "deletion" : "edit"), installation: null, traceParent) with { Records = [correction.ToRecord(time.GetUtcNow())] },
        Route.Revoked revoked => Settled(route, Settlement.Ignored("workspace revoked the app"), installation: null, traceParent) with
        {
            Records = [revocation.Record(revoked.Team!.Value, revoked.Reason)],
        },
        _ => throw new InvalidOperationException($"No item for {route.GetType().Name}."),
    };

    private NewItem Settled(Route route, Settlement end, string? installation, string? traceParent) => new()
    {
        Id = ItemId.New(time),
        Queue = LaneQueue.Inbound,
        Lane = route.Team?.Value ?? (TeamId.TryParse(installation, out var other) ? other.Value : Nowhere),
        Kind = route.EventType,
        Payload = default,
        DedupeKey = route.DedupeKey,
        Settled = end,
        TraceParent = traceParent,
    };

    private static NewItem ToItem(Route.ToInteraction route, ItemId id, SlackEnvelope envelope, string? traceParent) => new()
    {
        Id = id,
        Queue = LaneQueue.Interactive,
        Lane = route.Lane ?? $"interaction/{id}",
        Kind = route.Kind,
        Owner = route.Owner,
        Payload = route.Message?.ToPayload(envelope.Payload.Span) ?? envelope.Payload,
        DedupeKey = route.DedupeKey,
        TraceParent = traceParent,
    };

    [LoggerMessage(400, LogLevel.Error, "An event of type {EventType} was not acknowledged, and Slack will deliver it again: {Problem}")]
    private partial void LogRefused(Exception? error, string eventType, string problem);

    [LoggerMessage(402, LogLevel.Warning, "An event of {Bytes} bytes cannot be read; it is acknowledged and ignored, with a receipt")]
    private partial void LogUnreadable(int bytes);

    [LoggerMessage(401, LogLevel.Warning, "An event of {Bytes} bytes is larger than any that is read; it is acknowledged and ignored, with a receipt")]
    private partial void LogTooLarge(long bytes);

    [LoggerMessage(403, LogLevel.Warning,
        "Slack sends what belongs to another workspace ({EventType}), because this app is installed there as well; all of that is acknowledged and ignored, and not logged again. Each workspace needs an app of its own")]
    private partial void LogAnotherWorkspace(string eventType);

    [LoggerMessage(404, LogLevel.Information, "A message to the agent ({EventType}) was posted by an app or by Slackbot, perhaps in a person's name; it is not answered, since two bots that answer each other never end")]
    private partial void LogFromApp(string eventType);
}
