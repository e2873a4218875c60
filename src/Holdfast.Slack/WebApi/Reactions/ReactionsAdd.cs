using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Slack.WebApi.Reactions;

/// <summary>
/// Adds an emoji to a message; a repetition answers <c>already_reacted</c>. https://docs.slack.dev/reference/methods/reactions.add
/// </summary>
public sealed record ReactionsAddRequest() : SlackRequest<SlackResponse>("reactions.add")
{
    /// <summary>The channel.</summary>
    public required ChannelId Channel { get; init; }

    /// <summary>The message.</summary>
    public required SlackTs Timestamp { get; init; }

    /// <summary>The emoji's name without colons.</summary>
    public required string Name { get; init; }

    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => ReactionsJson.Contracts.ReactionsAddRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<SlackResponse> ResponseContract => WebApiJson.Contracts.SlackResponse;
}
