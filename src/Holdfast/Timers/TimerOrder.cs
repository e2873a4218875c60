using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Conversations;
using Holdfast.Items;

namespace Holdfast.Timers;

/// <summary>What is to happen to a timer. All that concerns one timer happens in its own lane, so it rings once and is cancelled once.</summary>
/// <param name="Timer">Which.</param>
/// <param name="Ring">For an alarm: the number of the ring that it is for; see <see cref="TimerRecord.Ring"/>.</param>
internal sealed record TimerOrder(ItemId Timer, int Ring = 0)
{
    /// <summary>A timer is due.</summary>
    public const string AlarmKind = "timer_alarm";

    /// <summary>A timer is to ring no more.</summary>
    public const string CancellationKind = "timer_cancellation";

    private const string LanePrefix = "timer/";

    /// <summary>The lane of a timer.</summary>
    public static string LaneOf(ItemId timer) => $"{LanePrefix}{timer}";

    /// <summary>Lets a timer ring when it is due.</summary>
    public static NewItem Alarm(TimerRecord timer, TimeProvider time, string? traceParent) =>
        new TimerOrder(timer.Id, timer.Ring).ToItem(AlarmKind, time, traceParent) with { DueAt = timer.DueAt, Owner = Owners.Of(timer.Team, timer.User) };

    /// <summary>Cancels a timer, as soon as its lane is free.</summary>
    public static NewItem Cancel(TimerRecord timer, TimeProvider time, string? traceParent) =>
        new TimerOrder(timer.Id).ToItem(CancellationKind, time, traceParent) with { Owner = Owners.Of(timer.Team, timer.User) };

    /// <summary>Reads what the others wrote.</summary>
    public static TimerOrder Read(LaneItem item) =>
        JsonSerializer.Deserialize(item.Payload.Span, TimerJson.Default.TimerOrder) ?? throw new JsonException("The order is empty.");

    private NewItem ToItem(string kind, TimeProvider time, string? traceParent) => new()
    {
        Id = ItemId.New(time),
        Queue = LaneQueue.Scheduled,
        Lane = LaneOf(Timer),
        Kind = kind,
        Payload = JsonSerializer.SerializeToUtf8Bytes(this, TimerJson.Default.TimerOrder),
        TraceParent = traceParent,
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TimerOrder))]
[JsonSerializable(typeof(TimerRecord))]
internal sealed partial class TimerJson : JsonSerializerContext;
