using System.Text.Json.Serialization.Metadata;
using Holdfast.Slack.BlockKit;

namespace Holdfast.Slack.WebApi.Views;

/// <summary>
/// Opens a modal.
/// https://docs.slack.dev/reference/methods/views.open
/// </summary>
/// <remarks>Refusals: <c>expired_trigger_id</c>, <c>exchanged_trigger_id</c>, <c>view_too_large</c>; a wrong shape is <c>invalid_arguments</c> with <see cref="SlackException.Details"/>.</remarks>
public sealed record ViewsOpenRequest() : SlackRequest<ViewResponse>("views.open")
{
    /// <summary>The view.</summary>
    public required View View { get; init; }

    /// <summary>The interaction that allows it; lives 3 s and can be used once.</summary>
    public string? TriggerId { get; init; }

    /// <summary>Alternative to <see cref="TriggerId"/> from newer payloads.</summary>
    public string? InteractivityPointer { get; init; }

    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => ViewsJson.Contracts.ViewsOpenRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<ViewResponse> ResponseContract => ViewsJson.Contracts.ViewResponse;
}
