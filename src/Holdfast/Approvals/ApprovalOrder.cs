using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Agents;
using Holdfast.Conversations;
using Holdfast.Items;

namespace Holdfast.Approvals;

/// <summary>What an operator has decided in a shell. It goes into the approval's own lane, like every decision.</summary>
/// <param name="Approval">The approval.</param>
/// <param name="Approves">Whether it is approved.</param>
/// <param name="By">Where that was typed, and by whom.</param>
internal sealed record ApprovalOrder(ItemId Approval, bool Approves, string By)
{
    /// <summary>The order as an item.</summary>
    public NewItem ToItem(Approval approval, TimeProvider time) => new()
    {
        Id = ItemId.New(time),
        Queue = LaneQueue.Scheduled,
        Lane = ApprovalRequests.LaneOf(approval.Id),
        Kind = ApprovalItems.Order,
        Owner = Owners.OfRun(approval.Conversation, approval.RequestedBy),
        Payload = JsonSerializer.SerializeToUtf8Bytes(this, ApprovalOrderJson.Default.ApprovalOrder),
    };

    /// <summary>Reads what <see cref="ToItem"/> wrote.</summary>
    public static ApprovalOrder Read(LaneItem item) =>
        JsonSerializer.Deserialize(item.Payload.Span, ApprovalOrderJson.Default.ApprovalOrder) ?? throw new JsonException("The order is empty.");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ApprovalOrder))]
internal sealed partial class ApprovalOrderJson : JsonSerializerContext;
