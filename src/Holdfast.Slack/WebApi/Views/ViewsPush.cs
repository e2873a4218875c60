using System.Text.Json.Serialization.Metadata;
using Holdfast.Slack.BlockKit;

namespace Holdfast.Slack.WebApi.Views;

/// <summary>
/// Puts a modal on top of the open one.
/// https://docs.slack.dev/reference/methods/views.push
/// </summary>
/// <remarks>Refusals: those of views.open, and <c>push_limit_reached</c> beyond <see cref="SlackLimits.ViewStack"/>.</remarks>
public sealed record ViewsPushRequest() : SlackRequest<ViewResponse>("views.push")
{
    /// <summary>The view.</summary>
    public required View View { get; init; }

    /// <summary>The interaction that allows it; lives 3 s and can be used once.</summary>
    public string? TriggerId { get; init; }

    /// <summary>Alternative to <see cref="TriggerId"/> from newer payloads.</summary>
    public string? InteractivityPointer { get; init; }

    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => ViewsJson.Contracts.ViewsPushRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<ViewResponse> ResponseContract => ViewsJson.Contracts.ViewResponse;
}
