using Holdfast.Conversations;
using Holdfast.Inbound;
using Holdfast.Items;
using Holdfast.Slack;

namespace Holdfast.Interactions;

/// <summary>Items by which features have a user's home published again.</summary>
public static class HomeItems
{
    /// <summary>Has a person's home published again.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="user">Whose.</param>
    /// <param name="time">The clock.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    public static NewItem Refresh(TeamId team, UserId user, TimeProvider time, string? traceParent) => new()
    {
        Id = ItemId.New(time),
        Queue = LaneQueue.Interactive,
        Lane = $"home/{team}/{user}",
        Kind = InteractionKinds.HomeChanged,
        Owner = Owners.Of(team.Value, user.Value),
        Payload = default,
        TraceParent = traceParent,
    };
}
