using System.Text.Json;
using Holdfast.Diagnostics;
using Holdfast.Lanes;
using Holdfast.Slack;
using Holdfast.Slack.WebApi;
using Holdfast.Slack.WebApi.Conversations;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Deliveries;

/// <summary>
/// Looks a delivery up in its thread or channel, by the mark that every message of ours carries. Slack has no idempotency
/// key for messages; reading back is the way to say each thing once.
/// </summary>
public sealed partial class HistoryLookup(
    SlackWebClient slack, IOptions<SlackOptions> options, HoldfastMetrics metrics, ILogger<HistoryLookup> logger) : IDeliveryLookup
{
    /// <summary>How far the two clocks may be apart, ours that dated the item and Slack's that dated the message.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(10);

    private const int PageSize = 200;
    private const int MaxPages = 10;

    /// <inheritdoc/>
    public string? MethodFor(DeliveryPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Method is not ("chat.postMessage" or DeliveryPlan.UploadFile) && !plan.PostIfGone ? null : plan.Thread is null ? "conversations.history" : "conversations.replies";
    }

    /// <inheritdoc/>
    public async ValueTask<FoundMessage?> FindAsync(DeliveryPlan plan, LaneItem item, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(item);
        try
        {
            var id = item.Id.ToString();
            var file = plan.Method == DeliveryPlan.UploadFile ? PlannedFile.Of(plan).Name : null;
            var looked = 0;
            await foreach (var message in ReadAsync(plan, item, cancellationToken))
            {
                looked++;
                if (!(file is null ? IsMarked(message, id) : Carries(message, file)))
                    continue;
                metrics.Reconciled(found: true);
                LogFound(item.Id);
                return new FoundMessage(plan.Channel, message.Ts.Value);
            }

            if (looked >= PageSize * MaxPages)
            {
                LogTooMuch(item.Id, looked);
                return null;
            }
        }
        catch (SlackException e) when (CannotKnow(e))
        {
            // Nobody may read here, or nothing is left to read. Then the reply matters more than the small chance of a second one.
            LogCannotLookUp(e, item.Id);
            return null;
        }

        metrics.Reconciled(found: false);
        LogNotFound(item.Id);
        return null;
    }

    private IAsyncEnumerable<SlackMessage> ReadAsync(DeliveryPlan plan, LaneItem item, CancellationToken cancellationToken)
    {
        // From when the delivery was planned: a replayed one is older than its item's last append.
        var oldest = SlackTs.FromMicros((item.Id.MadeAt - ClockSkew - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        var channel = new ChannelId(plan.Channel);
        return plan.Thread is { } thread
            ? slack.ReadMessagesAsync(
                new ConversationsRepliesRequest { Channel = channel, Ts = new SlackTs(thread), Oldest = oldest, Limit = PageSize, IncludeAllMetadata = true },
                options.Value.BotToken,
                MaxPages,
                cancellationToken)
            : slack.ReadMessagesAsync(
                new ConversationsHistoryRequest { Channel = channel, Oldest = oldest, Limit = PageSize, IncludeAllMetadata = true },
                options.Value.BotToken,
                MaxPages,
                cancellationToken);
    }

    private static bool IsMarked(SlackMessage message, string id) =>
        message.Metadata is { EventType: DeliveryMetadata.EventType, EventPayload: { ValueKind: JsonValueKind.Object } payload }
        && payload.TryGetProperty(DeliveryMetadata.IdField, out var marked)
        && marked.ValueKind == JsonValueKind.String
        && marked.ValueEquals(id);

    /// <summary>A message with files carries no mark of ours; the file's name is one.</summary>
    private static bool Carries(SlackMessage message, string name) =>
        message is { BotId: not null, Files: { ValueKind: JsonValueKind.Array } files }
        && files.EnumerateArray().Any(file =>
            file.ValueKind == JsonValueKind.Object && file.TryGetProperty("name", out var named) && named.ValueKind == JsonValueKind.String && named.ValueEquals(name));

    private static bool CannotKnow(SlackException error) =>
        !error.IsTransient && !error.IsAuthFailure;

    [LoggerMessage(310, LogLevel.Information, "Delivery {Delivery} was in doubt and is found in Slack: it is not sent again")]
    private partial void LogFound(ItemId delivery);

    [LoggerMessage(311, LogLevel.Information, "Delivery {Delivery} was in doubt and is not in Slack: it is sent")]
    private partial void LogNotFound(ItemId delivery);

    [LoggerMessage(313, LogLevel.Warning, "Delivery {Delivery} is in doubt and not among the {Count} messages that were looked at; it is sent, and might appear twice")]
    private partial void LogTooMuch(ItemId delivery, int count);

    [LoggerMessage(312, LogLevel.Warning, "Delivery {Delivery} is in doubt and cannot be looked up; it is sent, and might appear twice")]
    private partial void LogCannotLookUp(Exception error, ItemId delivery);
}
