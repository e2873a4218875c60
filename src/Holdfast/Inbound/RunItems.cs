using System.Text.Json;
using Holdfast.Conversations;
using Holdfast.Items;

namespace Holdfast.Inbound;

/// <summary>Inbound items that Holdfast appends itself, about a run that is there already.</summary>
public static class RunItems
{
    /// <summary>A waiting run goes on: something it asked for was decided, or it was stopped.</summary>
    public const string Resume = "resume";

    /// <summary>A question is asked again.</summary>
    public const string Retry = "retry";

    /// <summary>Lets a waiting run go on, in its conversation's lane.</summary>
    /// <param name="run">The run.</param>
    /// <param name="conversation">Its conversation, in text form.</param>
    /// <param name="user">Whom the run is for.</param>
    /// <param name="time">The clock.</param>
    /// <param name="traceParent">The trace of what caused it.</param>
    public static NewItem ToResume(ItemId run, string conversation, string user, TimeProvider time, string? traceParent) =>
        Make(Resume, run, conversation, time, traceParent) with { Owner = Owners.OfRun(conversation, user) };

    /// <summary>
    /// Has a run that is in nobody's hands look whether it is to stop, before anything else in its lane: also before its own
    /// message, when that waits for another attempt. It is nobody's: a stop waits for no share.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="conversation">Its conversation, in text form.</param>
    /// <param name="time">The clock.</param>
    /// <param name="traceParent">The trace of what caused it.</param>
    public static NewItem ToStop(ItemId run, string conversation, TimeProvider time, string? traceParent) =>
        Make(Resume, run, conversation, time, traceParent) with { OrderKey = long.MinValue };

    /// <summary>Asks the question of a run again.</summary>
    /// <param name="run">The run that had no answer.</param>
    /// <param name="conversation">Its conversation, in text form.</param>
    /// <param name="user">Whom it was for.</param>
    /// <param name="time">The clock.</param>
    /// <param name="traceParent">The trace of what caused it.</param>
    public static NewItem ToRetry(ItemId run, string conversation, string user, TimeProvider time, string? traceParent) =>
        Make(Retry, run, conversation, time, traceParent) with { Owner = Owners.OfRun(conversation, user) };

    /// <summary>The run that such an item is about; null when the item is another.</summary>
    /// <param name="item">The item.</param>
    public static ItemId? RunOf(LaneItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (item.Kind is not (Resume or Retry))
            return null;
        return ItemId.TryParse(JsonSerializer.Deserialize<string>(item.Payload.Span), out var run)
            ? run
            : throw new FormatException("An item of our own cannot be read. This is a defect in Holdfast.");
    }

    private static NewItem Make(string kind, ItemId run, string conversation, TimeProvider time, string? traceParent)
    {
        ArgumentNullException.ThrowIfNull(time);
        return new NewItem
        {
            Id = ItemId.New(time),
            Queue = LaneQueue.Inbound,
            Lane = conversation,
            Kind = kind,
            Payload = JsonSerializer.SerializeToUtf8Bytes(run.ToString()),
            OrderKey = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond,
            TraceParent = traceParent,
        };
    }
}
