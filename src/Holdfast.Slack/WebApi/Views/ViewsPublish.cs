using System.Text.Json.Serialization.Metadata;
using Holdfast.Slack.BlockKit;

namespace Holdfast.Slack.WebApi.Views;

/// <summary>
/// Replaces a person's view of the app's home tab.
/// https://docs.slack.dev/reference/methods/views.publish
/// </summary>
/// <remarks>Refusals: <c>not_enabled</c> when the home tab is off, <c>hash_conflict</c>, <c>view_too_large</c>.</remarks>
public sealed record ViewsPublishRequest() : SlackRequest<ViewResponse>("views.publish")
{
    /// <summary>The view.</summary>
    public required View View { get; init; }

    /// <summary>Whose home tab it is.</summary>
    public required UserId UserId { get; init; }

    /// <summary>The state of the view that is to be replaced; Slack answers <c>hash_conflict</c> when it has changed since.</summary>
    public string? Hash { get; init; }

    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => ViewsJson.Contracts.ViewsPublishRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<ViewResponse> ResponseContract => ViewsJson.Contracts.ViewResponse;
}
