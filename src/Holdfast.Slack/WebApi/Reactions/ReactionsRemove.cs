using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Slack.WebApi.Reactions;

/// <summary>
/// Takes an own emoji off a message; a repetition answers <c>no_reaction</c>. https://docs.slack.dev/reference/methods/reactions.remove
/// </summary>
public sealed record ReactionsRemoveRequest() : SlackRequest<SlackResponse>("reactions.remove")
{
    /// <summary>The channel.</summary>
    public required ChannelId Channel { get; init; }

    /// <summary>The message.</summary>
    public required SlackTs Timestamp { get; init; }

    /// <summary>The emoji's name without colons.</summary>
    public required string Name { get; init; }

    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => ReactionsJson.Contracts.ReactionsRemoveRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<SlackResponse> ResponseContract => WebApiJson.Contracts.SlackResponse;
}
