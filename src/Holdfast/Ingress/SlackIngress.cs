using Holdfast.Diagnostics;
using Holdfast.Interactions;
using Holdfast.Lanes;
using Holdfast.Notifications.Alerts;
using Holdfast.Runs;
using Holdfast.Slack.SocketMode;
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
    Workspace workspace,
    SettleWindow settle,
    BusyDesk busy,
    AckReceipts receipts,
    AlertDesk alerts,
    WorkGate gate,
    IngressActivity activity,
    IOptions<RunOptions> runs,
    HoldfastMetrics metrics,
    TimeProvider time,
    ILogger<SlackIngress> logger) : ISocketModeHandler
{
    /// <inheritdoc/>
    public async ValueTask<SocketModeAck> HandleAsync(SocketModeEnvelope envelope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        using var trace = HoldfastTelemetry.StartIngress(envelope.Type);
        var arrived = time.GetTimestamp();
        activity.Heard(time.GetUtcNow());
        var me = workspace.Identity ?? throw new InvalidOperationException("An envelope came before Slack had said who the bot is.");
        var route = EventRouter.Route(envelope, me, runs.Value.StopWord is { Length: > 0 } word ? word : null);
        if (route is Route.Ignore { Reason: EventRouter.Unreadable })
            LogUnreadable(envelope.Payload.Length);
        var item = ToItem(route, envelope, me, trace?.Id);
        var isBusy = await IsBusyAsync(route, cancellationToken);
        var items = isBusy ? busy.Items((Route.ToLane)route, item) : [item, .. Alerts(route, trace?.Id)];
        if (route is Route.ToInteraction)
            receipts.Expect(item.Id);
        var appended = AppendResult.Duplicate;
        try
        {
            appended = await AppendAsync(items, route, arrived, cancellationToken);
        }
        finally
        {
            // Not kept, or known already: nobody will ask whether its acknowledgement went out.
            if (appended == AppendResult.Duplicate)
                receipts.Forget(item.Id);
        }

        if (appended == AppendResult.Appended && isBusy)
            busy.Show((Route.ToLane)route);

        // Delivered again, it is old news: the app may have been installed again since.
        if (route is Route.Revoked revoked && appended == AppendResult.Appended)
        {
            gate.Close(revoked.Reason);
            LogRevoked(revoked.Reason);
        }

        if (route is not Route.ToInteraction)
            return SocketModeAck.Ok;
        return SocketModeAck.Ok.WithReceipt(sent => receipts.Sent(item.Id, sent));
    }

    /// <summary>What operators are told along with an event, once however often Slack delivers it.</summary>
    private IEnumerable<NewItem> Alerts(Route route, string? traceParent) => route is Route.Revoked revoked
        ? alerts.Revoked(revoked.Reason, traceParent).Select(alert => alert with { FollowsPrevious = true })
        : [];

    private async ValueTask<bool> IsBusyAsync(Route route, CancellationToken cancellationToken)
    {
        try
        {
            return route is Route.ToLane lane && await busy.IsBusyAsync(lane, cancellationToken);
        }
        catch (StoreException e)
        {
            metrics.Refused(e);
            LogRefused(e, route.EventType);
            throw;
        }
    }

    private async ValueTask<AppendResult> AppendAsync(IReadOnlyList<NewItem> items, Route route, long arrived, CancellationToken cancellationToken)
    {
        try
        {
            var appended = (await store.AppendAsync(items, cancellationToken))[0];
            var result = appended == AppendResult.Duplicate ? "duplicate" : items[0].Settled is null ? "accepted" : "ignored";
            metrics.Accepted(route.EventType, result, time.GetElapsedTime(arrived));
            return appended;
        }
        catch (StoreException e)
        {
            metrics.Refused(e);
            LogRefused(e, route.EventType);
            throw;
        }
    }

    private NewItem ToItem(Route route, SocketModeEnvelope envelope, BotIdentity me, string? traceParent) => route switch
    {
        Route.ToLane lane => new NewItem
        {
            Id = ItemId.New(time),
            Queue = LaneQueue.Inbound,
            Lane = lane.Conversation.ToString(),
            Kind = lane.Kind,
            Payload = envelope.Payload,
            OrderKey = lane.OrderKey,
            DedupeKey = lane.DedupeKey,
            DueIn = settle.Wait(),
            TraceParent = traceParent,
        },
        Route.ToInteraction interaction => ToItem(interaction, ItemId.New(time), envelope, traceParent),
        _ => new NewItem
        {
            Id = ItemId.New(time),
            Queue = LaneQueue.Inbound,
            Lane = me.Team.Value,
            Kind = route.EventType,
            Payload = default,
            DedupeKey = route.DedupeKey,
            Settled = Settlement.Ignored(route is Route.Ignore ignore ? ignore.Reason : "workspace revoked the app"),
            TraceParent = traceParent,
        },
    };

    private static NewItem ToItem(Route.ToInteraction route, ItemId id, SocketModeEnvelope envelope, string? traceParent) => new()
    {
        Id = id,
        Queue = LaneQueue.Interactive,
        Lane = $"interaction/{id}",
        Kind = route.Kind,
        Payload = envelope.Payload,
        DedupeKey = route.DedupeKey,
        TraceParent = traceParent,
    };

    [LoggerMessage(400, LogLevel.Error, "An event of type {EventType} could not be kept and was not acknowledged: Slack will deliver it again")]
    private partial void LogRefused(Exception error, string eventType);

    [LoggerMessage(402, LogLevel.Warning, "An event of {Bytes} bytes cannot be read; it is acknowledged and ignored, with a receipt")]
    private partial void LogUnreadable(int bytes);

    [LoggerMessage(401, LogLevel.Critical, "The workspace took the app's rights away ({Reason}): nothing is answered until the app is installed again and the server restarted")]
    private partial void LogRevoked(string reason);
}
