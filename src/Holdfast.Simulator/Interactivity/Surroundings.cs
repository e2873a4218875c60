using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Interactivity;

/// <summary>The message in which something was done, and what stands around it.</summary>
/// <param name="Channel">Its channel.</param>
/// <param name="Node">The message; of an ephemeral one, a node that no channel holds.</param>
/// <param name="Values">What the person has entered in it: <c>state.values</c> as JSON text.</param>
internal sealed record Surroundings(ChannelState Channel, MessageNode Node, string Values = "{}")
{
    public SlackMessage Message => Node.Message;

    public bool IsEphemeral => Message.EphemeralFor is not null;

    /// <summary>A parent belongs to its own thread once it has replies.</summary>
    public string? ThreadTs => Message.ThreadTs ?? (Node.Replies is { Count: > 0 } ? Message.Ts : null);
}
