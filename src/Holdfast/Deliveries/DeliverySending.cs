using Holdfast.Diagnostics;
using Holdfast.Items;
using Holdfast.Notifications;
using Holdfast.Slack;
using Holdfast.Slack.WebApi;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;

namespace Holdfast.Deliveries;

/// <summary>Makes the call of a delivery whose turn it is, and says what came of it.</summary>
internal sealed partial class DeliverySending(
    SlackWebClient client,
    UnconfirmedDeliveries unconfirmed,
    DeliveryCalls calls,
    DeliveryTurns turns,
    FileUploads files,
    SlackAnswers answers,
    BlockSubstitutes substitutes,
    LiveEndings endings,
    HoldfastMetrics metrics,
    NotificationMetrics notifications,
    TimeProvider time,
    ILogger<DeliverySending> logger)
{
    /// <summary>Looks for what may be there already, and goes by that.</summary>
    public async ValueTask<Transition> SettleAsync(ActiveDelivery delivery, string method, CancellationToken cancellationToken)
    {
        SlackMessage? there = null;
        var settled = await unconfirmed.SettleAsync(delivery, method, found => Delivered(delivery, delivery.Plan.Channel, (there = found).Ts.Value), cancellationToken);
        return there is not null && delivery.Plan.Method == DeliveryPlan.UploadFile
            ? settled with { Records = [.. settled.Records, .. await files.FoundAsync(delivery.Plan, there, cancellationToken)] }
            : settled;
    }

    /// <summary>Makes its call.</summary>
    public async ValueTask<Transition> SendAsync(ActiveDelivery delivery, CancellationToken cancellationToken)
    {
        var plan = delivery.Plan;
        if (await calls.ResolveAsync(plan, cancellationToken) is not { } planned)
        {
            LogTargetGone(plan.Method, delivery.Item.Id);
            return delivery.End(ItemOutcome.Ignored("the message it changes was never posted"));
        }

        var (call, wait) = await endings.PrepareAsync(delivery, planned, cancellationToken);
        if (wait > TimeSpan.Zero)
            return delivery.Wait(wait);
        try
        {
            return await CallAsync(delivery, call, cancellationToken);
        }
        catch (SlackException e) when (planned.Method == "chat.update" && LiveEndings.IsAboutStream(e))
        {
            // It was begun before a crash or by another worker, or its time was over: then the whole message takes its place.
            delivery.Left = null;
            await endings.StopAsync(delivery, planned, cancellationToken);
            return await CallAsync(delivery, planned, cancellationToken);
        }
        catch (SlackException e) when (call.Method == "chat.update" && (plan.PostIfGone ? e.IsForGood : IsGone(e)))
        {
            if (!plan.PostIfGone)
            {
                LogGone(e, plan.Method, delivery.Item.Id);
                return delivery.End(ItemOutcome.Ignored("the message it changes is gone"));
            }

            // Somebody deleted the message whose place this one was to take, or Slack does not let it be changed: an answer is not lost
            // for that.
            LogPostedAgain(e, delivery.Item.Id);
            delivery.Left = null;
            return await CallAsync(delivery, DeliveryCalls.Post(plan), cancellationToken);
        }
        catch (SlackException e) when (call.Method == DeliveryPlan.SetStatus && !e.IsRateLimited && e.Error != SlackErrors.HostUnavailable)
        {
            LogNoStatus(e, delivery.Item.Id);
            return delivery.End(ItemOutcome.Ignored("the status could not be changed"));
        }
    }

    /// <summary>Uploads its file.</summary>
    public async ValueTask<Transition> UploadAsync(ActiveDelivery delivery, CancellationToken cancellationToken)
    {
        foreach (var method in FileUploads.Methods)
        {
            if (await turns.WaitAsync(delivery.Plan.CallOf(method), cancellationToken) is { } later)
                return delivery.Wait(later);
        }

        var kept = await files.UploadAsync(delivery, cancellationToken);
        foreach (var method in FileUploads.Methods)
            answers.Taken(delivery.Plan.Team, method, client.Clock.Now);
        var delivered = Delivered(delivery, delivery.Plan.Channel, ts: "");
        return delivered with { Records = [.. delivered.Records, .. kept] };
    }

    /// <summary>Whether the message that a call changes is not there to be changed: a card that somebody deleted is no failure.</summary>
    private static bool IsGone(SlackException error) => error.Error is "message_not_found" or "cant_update_message" or "edit_window_closed";

    private ValueTask<Transition> CallAsync(ActiveDelivery delivery, DeliveryCall call, CancellationToken cancellationToken) =>
        substitutes.CallAsync(delivery, call, made => MakeAsync(delivery, made, cancellationToken));

    private async ValueTask<Transition> MakeAsync(ActiveDelivery delivery, DeliveryCall call, CancellationToken cancellationToken)
    {
        if (await turns.WaitAsync(delivery.Plan.CallOf(call.Method), cancellationToken) is { } later)
            return delivery.Wait(later);

        // A call that has left runs to its own end when the server stops; one that has not is for the next start, or another worker.
        if (delivery.Stopping.IsCancellationRequested)
            return delivery.Wait(TimeSpan.Zero);
        delivery.Left = client.Clock.Now;
        var response = await delivery.Slack.CallAsync(call.Method, call.Arguments, cancellationToken);
        metrics.Called(call.Method, "ok");
        answers.Taken(delivery.Plan.Team, call.Method, client.Clock.Now);
        endings.Made(delivery, call);
        return Delivered(delivery, response.GetString("channel") ?? delivery.Plan.Channel, response.GetString("ts") ?? "");
    }

    private Transition Delivered(ActiveDelivery delivery, string channel, string ts)
    {
        var now = time.GetUtcNow();
        if (delivery.Plan.Notification is { } ticket)
            notifications.Delivered(ticket, now);
        if (delivery.Plan.IsAnswer)
            metrics.Replied(now - delivery.Plan.Cause.MadeAt);
        return delivery.Delivered(channel, ts, now);
    }

    [LoggerMessage(304, LogLevel.Warning, "{Method} for delivery {Delivery} has nothing to change: the message was never posted")]
    private partial void LogTargetGone(string method, ItemId delivery);

    [LoggerMessage(306, LogLevel.Information, "{Method} for delivery {Delivery} has nothing to change: the message is gone")]
    private partial void LogGone(Exception error, string method, ItemId delivery);

    [LoggerMessage(305, LogLevel.Information, "Delivery {Delivery} can't update its message; posting a new one")]
    private partial void LogPostedAgain(Exception error, ItemId delivery);

    [LoggerMessage(309, LogLevel.Debug, "Delivery {Delivery} could not clear a thread's status")]
    private partial void LogNoStatus(Exception error, ItemId delivery);
}
