using System.Text.Json;
using Holdfast.Interactions;
using Holdfast.Items;

namespace Holdfast.Operators;

/// <summary>
/// What an operator can order. All orders about one thing go into one lane, wherever they come from: what is decided there goes by what
/// the store says, on whatever worker.
/// </summary>
/// <param name="Order"><see cref="Pause"/> or <see cref="Resume"/>.</param>
/// <param name="By">Who, for people who read it: a user's id, or where it was typed.</param>
public sealed record OperatorOrders(string Order, string By)
{
    /// <summary>The kind of its item, as it is stored.</summary>
    public const string Kind = "operator_order";

    /// <summary>The agent stops acting.</summary>
    public const string Pause = "pause";

    /// <summary>The agent goes on.</summary>
    public const string Resume = "resume";

    /// <summary>The workspace that it is given for; null for all of them.</summary>
    public string? Team { get; init; }

    /// <summary>Who gets the answer in Slack; null for an order from the command line.</summary>
    public Addressee? AnswerTo { get; init; }

    /// <summary>The order as an item, which is carried out at once.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    public NewItem ToItem(TimeProvider time, string? traceParent = null) => new()
    {
        Id = ItemId.New(time),
        Queue = LaneQueue.Orders,
        Lane = PauseSwitch.Lane,
        Kind = Kind,
        Payload = JsonSerializer.SerializeToUtf8Bytes(this, OperatorJson.Default.OperatorOrders),
        TraceParent = traceParent,
    };

    /// <summary>Reads what <see cref="ToItem"/> wrote.</summary>
    /// <param name="item">The item.</param>
    public static OperatorOrders Read(LaneItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return JsonSerializer.Deserialize(item.Payload.Span, OperatorJson.Default.OperatorOrders) ?? throw new JsonException("The order is empty.");
    }
}
