using System.Text.Json.Serialization.Metadata;
using Holdfast.Slack.BlockKit;

namespace Holdfast.Slack.WebApi.Views;

/// <summary>
/// Replaces an open view.
/// https://docs.slack.dev/reference/methods/views.update
/// </summary>
/// <remarks>Give exactly one of view id and external id. Refusals: <c>not_found</c>, <c>hash_conflict</c>, <c>view_too_large</c>.</remarks>
public sealed record ViewsUpdateRequest() : SlackRequest<ViewResponse>("views.update")
{
    /// <summary>The view.</summary>
    public required View View { get; init; }

    /// <summary>The view by Slack's id.</summary>
    public string? ViewId { get; init; }

    /// <summary>The view by our own id.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The state of the view that is to be replaced; Slack answers <c>hash_conflict</c> when it has changed since.</summary>
    public string? Hash { get; init; }

    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => ViewsJson.Contracts.ViewsUpdateRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<ViewResponse> ResponseContract => ViewsJson.Contracts.ViewResponse;
}
