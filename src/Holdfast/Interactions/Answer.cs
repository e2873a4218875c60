using System.Text.Json;
using Holdfast.Inbound;
using Holdfast.Items;

namespace Holdfast.Interactions;

/// <summary>
/// The answer to one user about what was decided in the lane of a thing. It has a lane of its own: a slow Slack would hold
/// up everything that concerns the thing, were it sent from there.
/// </summary>
/// <param name="To">Whom.</param>
/// <param name="Text">Mrkdwn, foreign parts escaped.</param>
internal sealed record Answer(Addressee To, string Text)
{
    /// <summary>The answer as an item, for the transition that decides.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="cause">What it answers.</param>
    public NewItem ToItem(TimeProvider time, LaneItem cause)
    {
        var id = ItemId.New(time);
        return new NewItem
        {
            Id = id,
            Queue = LaneQueue.Interactive,
            Lane = $"answer/{id}",
            Kind = InteractionKinds.Answer,
            Payload = JsonSerializer.SerializeToUtf8Bytes(this, InteractionJson.Default.Answer),
            TraceParent = cause.TraceParent,
        };
    }

    /// <summary>Reads what <see cref="ToItem"/> wrote.</summary>
    public static Answer Read(LaneItem item) =>
        JsonSerializer.Deserialize(item.Payload.Span, InteractionJson.Default.Answer) ?? throw new JsonException("The answer is empty.");
}
