using System.Text;
using Holdfast.Items;

namespace Holdfast.Testing.Storage;

/// <summary>The shortest way to something that can be appended, and to what was claimed.</summary>
internal static class Appends
{
    public static NewItem Item(this TimeProvider clock, string lane, string text, string? dedupeKey = null) => new()
    {
        Id = ItemId.New(clock),
        Queue = LaneQueue.Inbound,
        Lane = lane,
        Kind = "test",
        Payload = Encoding.UTF8.GetBytes(text),
        DedupeKey = dedupeKey,
    };

    public static string Text(this Claim claim) => Encoding.UTF8.GetString(claim.Item.Payload.Span);
}
