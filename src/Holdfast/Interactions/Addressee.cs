using System.Text.Json.Serialization;
using Holdfast.Slack;

namespace Holdfast.Interactions;

/// <summary>The user who gets an answer that only they see, and where they look for it.</summary>
/// <param name="Team">The workspace.</param>
/// <param name="User">Who.</param>
/// <param name="Channel">Where they were; null in a view.</param>
/// <param name="Thread">The thread that they were in; null outside of any.</param>
[JsonConverter(typeof(AddresseeConverter))]
public sealed record Addressee(TeamId Team, UserId User, ChannelId? Channel, SlackTs? Thread = null)
{
    /// <summary>Where to answer without a token, also in channels that the app is not in; a secret.</summary>
    public Uri? ResponseUrl { get; init; }
}
