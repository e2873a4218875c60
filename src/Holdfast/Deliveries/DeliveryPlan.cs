using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Notifications;
using Holdfast.Rates;
using Holdfast.Slack;
using Holdfast.Text;

namespace Holdfast.Deliveries;

/// <summary>
/// One planned call of Slack's Web API, as its outbound item keeps it: made until it succeeds or is permanently refused.
/// </summary>
public sealed record DeliveryPlan
{
    /// <summary>The item kind of deliveries.</summary>
    public const string ItemKind = "delivery";

    /// <summary>The method of a plan that posts a file, which takes several calls; its arguments are made by <see cref="FileComposer"/>.</summary>
    public const string UploadFile = "holdfast.upload_file";

    /// <summary>The method that sets a thread's status, a help for the eye: it is tried, and left when it cannot be done.</summary>
    public const string SetStatus = "assistant.threads.setStatus";

    /// <summary>The method that tells how a session stands. In a plan: that a run in it has ended, or waits; how it stands is seen when the call is made.</summary>
    public const string SetSession = "agents.sessions.setStatus";

    /// <summary>The method, for instance <c>chat.postMessage</c>, or <see cref="UploadFile"/>.</summary>
    public required string Method { get; init; }

    /// <summary>The call's arguments: a JSON object.</summary>
    [JsonConverter(typeof(RawJsonConverter))]
    public required ReadOnlyMemory<byte> Arguments { get; init; }

    /// <summary>What planned the call: a run, an approval, a job, or the item whose transition it was.</summary>
    public required ItemId Cause { get; init; }

    /// <summary>The workspace.</summary>
    public required string Team { get; init; }

    /// <summary>The channel, for the rate gate and for looking up a message whose outcome is unknown.</summary>
    public required string Channel { get; init; }

    /// <summary>The thread that the message goes to; null for none.</summary>
    public string? Thread { get; init; }

    /// <summary>The message that the call changes; null for a call that makes one. Its <c>ts</c> is known when the call is made.</summary>
    public DeliveryTarget? Target { get; init; }

    /// <summary>Whether the message is posted anew when <see cref="Target"/> is not there (any more).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool PostIfGone { get; init; }

    /// <summary>Whether it is an answer of the agent's; the first part of it where there are several.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsAnswer { get; init; }

    /// <summary>Whether it tells of another delivery that was given up on: of its own end nothing more is told.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsNotice { get; init; }

    /// <summary>Whether it only shows that something is coming: nothing is missing where it cannot be made at once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsProgress { get; init; }

    /// <summary>Before this, by Slack's clock, an earlier call may undo it; null for none.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Whether a session's end is told although it is believed to be told: Slack shows otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Insists { get; init; }

    /// <summary>The notification that the message is, and the channels that follow if Slack refuses it; null for any other message.</summary>
    public NotificationTicket? Notification { get; init; }

    /// <summary>Where it goes.</summary>
    [JsonIgnore]
    public ConversationId Conversation => new(new TeamId(Team), new ChannelId(Channel), Thread is { } thread ? new SlackTs(thread) : null);

    /// <summary>Whether it makes a message, or may make one.</summary>
    [JsonIgnore]
    public bool Posts => Method is "chat.postMessage" or PlannedStream.Start or UploadFile || PostIfGone;

    /// <summary>A call of the plan as Slack's limits see it.</summary>
    /// <param name="method">The method.</param>
    internal RateLimitedCall CallOf(string method) => new(Team, method, Channel);

    /// <summary>The plan as an item of its conversation's outbound lane.</summary>
    /// <param name="id">The delivery's id.</param>
    /// <param name="conversation">The conversation.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    public NewItem ToItem(ItemId id, ConversationId conversation, string? traceParent) => new()
    {
        Id = id,
        Queue = LaneQueue.Outbound,
        Lane = conversation.ToString(),
        Kind = ItemKind,
        Payload = JsonSerializer.SerializeToUtf8Bytes(this, DeliveryJson.Default.DeliveryPlan),
        TraceParent = traceParent,
    };

    /// <summary>Reads what <see cref="ToItem"/> wrote.</summary>
    /// <param name="payload">The item's payload.</param>
    /// <exception cref="JsonException">The payload is none of ours.</exception>
    public static DeliveryPlan Read(ReadOnlyMemory<byte> payload) =>
        JsonSerializer.Deserialize(payload.Span, DeliveryJson.Default.DeliveryPlan) ?? throw new JsonException("The delivery is empty.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DeliveryPlan))]
internal sealed partial class DeliveryJson : JsonSerializerContext;
