using System.Text.Json;
using Holdfast.Rates;
using Holdfast.Slack;
using Holdfast.Slack.WebApi;
using Holdfast.Slack.WebApi.Conversations;
using Holdfast.Workspaces;
using Microsoft.Extensions.Options;

namespace Holdfast.Deliveries;

/// <summary>
/// Reads a delivery's thread or channel, a page at a time, for the mark that every message of ours carries. Slack has no idempotency key
/// for messages; reading back is the way to say each thing once.
/// </summary>
/// <param name="pages">How much history Slack allows.</param>
/// <param name="options">How long a call may take.</param>
public sealed class HistoryLookup(HistoryPages pages, IOptions<SlackOptions> options)
{
    /// <summary>How far our idea of Slack's clock may be off.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(15);

    /// <summary>How much later than our patience Slack may have performed a call. What is newer than that is not read.</summary>
    private static readonly TimeSpan After = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The method by which a delivery is looked up; null when there is nothing to look for, because the delivery comes to the same when it
    /// is repeated (an update, a reaction).
    /// </summary>
    /// <param name="plan">The delivery.</param>
    public static string? MethodFor(DeliveryPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return !plan.Posts ? null : plan.Thread is null ? "conversations.history" : "conversations.replies";
    }

    /// <summary>The call of a page as the rate gate sees it.</summary>
    internal RateLimitedCall CallFor(DeliveryPlan plan, string method) => plan.CallOf(method) with { KnownPace = pages.KnownPace };

    /// <summary>Reads the page at which the search has arrived.</summary>
    /// <exception cref="SlackException">Slack could not be asked: the doubt remains.</exception>
    internal async Task<HistoryPage> ReadAsync(ActiveDelivery delivery, DeliveryNote note, RateLimitedCall call, CancellationToken cancellationToken)
    {
        var limit = pages.Size;
        var page = await CallAsync(delivery, note, limit, cancellationToken);
        await pages.LearnAsync(page, limit, call, cancellationToken);
        var id = delivery.Item.Id.ToString();
        var file = delivery.Plan.Method == DeliveryPlan.UploadFile ? PlannedFile.Of(delivery.Plan).Name : null;
        var found = page.Messages.FirstOrDefault(message => file is not null
            ? Carries(message, file)
            : IsMarked(message, id) || (delivery.Plan.Method == PlannedStream.Start && IsOpenStream(message, delivery.Bot)));
        return new HistoryPage(found, page.Messages.Count, page.HasMore || page.NextCursor is not null, page.NextCursor);
    }

    private Task<MessagesResponse> CallAsync(ActiveDelivery delivery, DeliveryNote note, int limit, CancellationToken cancellationToken)
    {
        var plan = delivery.Plan;
        var channel = new ChannelId(plan.Channel);
        var latest = Ts(note.LastCall!.Value + options.Value.RequestTimeout + After);
        var oldest = Ts(note.FirstCall - Before);
        if (plan.Thread is not { } thread)
        {
            var history = new ConversationsHistoryRequest { Channel = channel, Oldest = oldest, Latest = latest, Limit = limit, Cursor = note.Cursor, IncludeAllMetadata = true };
            return delivery.Slack.CallAsync(history, cancellationToken);
        }

        var root = new SlackTs(thread);
        var replies = new ConversationsRepliesRequest
        {
            Channel = channel, Ts = root, Oldest = root.CompareTo(oldest) > 0 ? root : oldest, Latest = latest, Limit = limit, Cursor = note.Cursor, IncludeAllMetadata = true,
        };
        return delivery.Slack.CallAsync(replies, cancellationToken);
    }

    private static SlackTs Ts(DateTimeOffset moment) => SlackTs.FromMicros(Math.Max(0, (moment - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond));

    private static bool IsMarked(SlackMessage message, string id) =>
        message.Metadata is { EventType: DeliveryMetadata.EventType, EventPayload: { ValueKind: JsonValueKind.Object } payload }
        && payload.TryGetProperty(DeliveryMetadata.IdField, out var marked)
        && marked.ValueKind == JsonValueKind.String
        && marked.ValueEquals(id);

    /// <summary>A stream carries no mark until it is ended; every other message of ours does.</summary>
    private static bool IsOpenStream(SlackMessage message, BotIdentity bot) => message is { Metadata: null, Files: null } && message.User == bot.User;

    /// <summary>A message with files carries no mark of ours; the file's name is one.</summary>
    private static bool Carries(SlackMessage message, string name) =>
        message is { BotId: not null, Files: { ValueKind: JsonValueKind.Array } files }
        && files.EnumerateArray().Any(file => FileUploads.IsNamed(file, name));
}

/// <summary>A page of history, as far as a search goes.</summary>
/// <param name="Found">The message that was looked for; null when it is not on this page.</param>
/// <param name="Count">How many messages were on it.</param>
/// <param name="HasMore">Whether Slack has more of the time that was asked for.</param>
/// <param name="Cursor">Where they begin.</param>
internal sealed record HistoryPage(SlackMessage? Found, int Count, bool HasMore, string? Cursor);
