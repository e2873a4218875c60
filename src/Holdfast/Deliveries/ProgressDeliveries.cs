using Holdfast.Diagnostics;
using Holdfast.Items;
using Holdfast.Slack;
using Holdfast.Slack.WebApi;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;

namespace Holdfast.Deliveries;

/// <summary>
/// Posts the messages that show that something is coming. What cannot be posted at once is left: the answer behind it does not wait for it. One that
/// may have been posted is looked for, since half an answer would stand there for good.
/// </summary>
public sealed partial class ProgressDeliveries(
    SlackWebClient client,
    UnconfirmedDeliveries unconfirmed,
    DeliveryTurns turns,
    LiveMessages live,
    StreamRefusals streams,
    MarkdownRefusals markdown,
    HoldfastMetrics metrics,
    TimeProvider time,
    ILogger<ProgressDeliveries> logger)
{
    /// <summary>What has waited longer shows nothing that is still so.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(10);

    /// <summary>One attempt, and what comes of it.</summary>
    internal async ValueTask<Transition> HandleAsync(ActiveDelivery delivery, CancellationToken cancellationToken)
    {
        if (delivery.Item.InDoubt)
            return await SettleAsync(delivery, cancellationToken);
        if (delivery.Item.Attempt > 0 || time.GetUtcNow() - delivery.Item.EnqueuedAt > Freshness)
            return NotShown(delivery);
        var call = new DeliveryCall(delivery.Plan.Method, delivery.Plan.Arguments);
        try
        {
            return await PostAsync(delivery, call, cancellationToken);
        }
        catch (SlackException e)
        {
            metrics.Called(e.Method, e.Error);
            if (e.IsRateLimited)
                await turns.CloseAsync(delivery.Plan.CallOf(e.Method), e.RetryAfter, cancellationToken);
            if (e.IsOutcomeUnknown && delivery.Left is { } left)
            {
                delivery.Note = unconfirmed.MayHaveLeft(delivery, left, left, e.IsSlacksWord);
                return delivery.Retry(delivery.Note.LookFrom!.Value - client.Clock.Now, e.Error, isInDoubt: true);
            }

            LogNotShown(e, e.Method, delivery.Item.Id);
            return NotShown(delivery);
        }
    }

    /// <summary>Nobody misses it; but it must not stand there either.</summary>
    private async ValueTask<Transition> SettleAsync(ActiveDelivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            // Whoever wrote it is gone, or gave up on it.
            var settled = await unconfirmed.SettleAsync(
                delivery,
                HistoryLookup.MethodFor(delivery.Plan)!,
                found => Shown(delivery, new LivePlace(found.Ts.Value, delivery.Plan.Method == PlannedStream.Start)),
                cancellationToken);
            return settled.Outcome is ItemOutcome.Dead ? NotShown(delivery) : settled;
        }
        catch (SlackException e)
        {
            metrics.Called(e.Method, e.Error);
            LogNotShown(e, e.Method, delivery.Item.Id);
            return e.IsForGood ? NotShown(delivery) : delivery.Retry(e.RetryAfter ?? TimeSpan.FromSeconds(1), e.Error, isInDoubt: true);
        }
    }

    private async ValueTask<Transition> PostAsync(ActiveDelivery delivery, DeliveryCall call, CancellationToken cancellationToken)
    {
        var team = delivery.Plan.Team;
        if (call.Method == PlannedStream.Start && streams.Knows(team))
            call = PlannedStream.AsMessage(call, delivery.Item.Id);
        if (markdown.Knows(team, delivery.Item.Id))
            call = PlannedMarkdown.AsSections(call) ?? call;
        if (delivery.Stopping.IsCancellationRequested || await turns.WaitAsync(delivery.Plan.CallOf(call.Method), cancellationToken) is not null)
            return NotShown(delivery);
        delivery.Left = client.Clock.Now;
        try
        {
            var response = await delivery.Slack.CallAsync(call.Method, call.Arguments, cancellationToken);
            metrics.Called(call.Method, "ok");
            return Shown(delivery, new LivePlace(response.GetString("ts") ?? "", call.Method == PlannedStream.Start));
        }
        catch (SlackException e) when (call.Method == PlannedStream.Start && e.IsForGood)
        {
            LogNotStreamed(team, Causes.Of(e));
            metrics.Called(e.Method, e.Error);
            streams.Add(team, e);
            delivery.Left = null;
            return await PostAsync(delivery, PlannedStream.AsMessage(call, delivery.Item.Id), cancellationToken);
        }
    }

    private Transition Shown(ActiveDelivery delivery, LivePlace place)
    {
        live.Find(delivery.Item.Id)?.PostedAt(place);
        return delivery.Delivered(delivery.Plan.Channel, place.Ts, time.GetUtcNow());
    }

    private Transition NotShown(ActiveDelivery delivery)
    {
        live.Find(delivery.Item.Id)?.NotPosted();
        return delivery.End(ItemOutcome.Ignored("too late to show that something is coming"));
    }

    [LoggerMessage(318, LogLevel.Debug, "{Method} for delivery {Delivery}: that an answer is coming is not shown")]
    private partial void LogNotShown(Exception error, string method, ItemId delivery);

    [LoggerMessage(319, LogLevel.Information, "Answers can't be streamed in workspace {Team}; they are shown by changing a message: {Cause}")]
    private partial void LogNotStreamed(string team, string cause);
}
