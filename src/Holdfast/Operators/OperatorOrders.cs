using System.Text.Json;
using Holdfast.Lanes;

namespace Holdfast.Operators;

/// <summary>What an operator at the server's own machine can order.</summary>
/// <param name="Order"><see cref="Pause"/> or <see cref="Resume"/>.</param>
/// <param name="By">Who, for people who read it.</param>
public sealed record OperatorOrders(string Order, string By)
{
    /// <summary>The agent stops acting.</summary>
    public const string Pause = "pause";

    /// <summary>The agent goes on.</summary>
    public const string Resume = "resume";

    /// <summary>The order as an item, which is carried out at once.</summary>
    /// <param name="time">The clock.</param>
    public NewItem ToItem(TimeProvider time)
    {
        var id = ItemId.New(time);
        return new NewItem
        {
            Id = id,
            Queue = LaneQueue.Interactive,
            Lane = PauseSwitch.Lane,
            Kind = Interactions.InteractionKinds.OperatorOrder,
            Payload = JsonSerializer.SerializeToUtf8Bytes(this, OperatorJson.Default.OperatorOrders),
        };
    }

    /// <summary>Reads what <see cref="ToItem"/> wrote.</summary>
    /// <param name="item">The item.</param>
    public static OperatorOrders Read(LaneItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return JsonSerializer.Deserialize(item.Payload.Span, OperatorJson.Default.OperatorOrders) ?? throw new JsonException("The order is empty.");
    }
}
