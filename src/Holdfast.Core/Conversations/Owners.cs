using Holdfast.Items;
using Holdfast.Slack;

namespace Holdfast.Conversations;

/// <summary>Whose an item is, by Slack's ids.</summary>
public static class Owners
{
    /// <summary>Somebody in a workspace.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="user">The person, as Slack wrote it.</param>
    /// <returns>Null when one of them is no id: then it is nobody's.</returns>
    public static ItemOwner? Of(string? team, string? user) =>
        TeamId.TryParse(team, out var workspace) && UserId.TryParse(user, out var person) ? new ItemOwner(workspace.Value, person.Value) : null;

    /// <summary>Which workspace's an item is: its owner's, or that of the conversation in whose lane it is; null for none's.</summary>
    /// <param name="item">The item.</param>
    public static string? TeamOf(LaneItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item.Owner?.Team ?? (ConversationId.TryParse(item.Lane, out var place) ? place.Team.Value : null);
    }

    /// <summary>Whoever a run is for.</summary>
    /// <param name="conversation">Its conversation, in text form.</param>
    /// <param name="user">Who asked.</param>
    public static ItemOwner? OfRun(string conversation, string user) =>
        ConversationId.TryParse(conversation, out var place) ? Of(place.Team.Value, user) : null;
}
