using System.Text.Json.Serialization;
using Holdfast.Slack.BlockKit;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.Interactivity;

/// <summary>A modal was submitted. https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload</summary>
public sealed record ViewSubmissionPayload : InteractionPayload
{
    /// <summary>The view with its fields.</summary>
    [JsonConverter(typeof(LooseObjectConverter<SlackView>))]
    public SlackView? View { get; init; }

    /// <summary>Where to answer without a token, for fields with <c>response_url_enabled</c>; secrets.</summary>
    [JsonConverter(typeof(LooseListConverter<ViewResponseUrl>))]
    public IReadOnlyList<ViewResponseUrl> ResponseUrls { get; init; } = [];
}

/// <summary>A modal was closed. https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload</summary>
public sealed record ViewClosedPayload : InteractionPayload
{
    /// <summary>The view with its fields.</summary>
    [JsonConverter(typeof(LooseObjectConverter<SlackView>))]
    public SlackView? View { get; init; }

    /// <summary>Whether the whole stack was closed.</summary>
    public bool IsCleared { get; init; }
}

/// <summary>Where to answer to a submission.</summary>
public sealed record ViewResponseUrl
{
    /// <summary>The field's block.</summary>
    public string? BlockId { get; init; }

    /// <summary>The field.</summary>
    public string? ActionId { get; init; }

    /// <summary>The chosen channel.</summary>
    public ChannelId? ChannelId { get; init; }

    /// <summary>The address; a secret.</summary>
    public string? ResponseUrl { get; init; }

    /// <summary>The channel alone.</summary>
    /// <returns>The channel.</returns>
    public override string ToString() => ChannelId?.Value ?? "";
}

/// <summary>
/// What happens to a submitted view, as payload of the acknowledgement. https://docs.slack.dev/surfaces/modals
/// </summary>
public sealed record ViewSubmissionResponse
{
    /// <summary><c>clear</c>, <c>update</c>, <c>push</c> or <c>errors</c>.</summary>
    public required string ResponseAction { get; init; }

    /// <summary>The view of update and push.</summary>
    public View? View { get; init; }

    /// <summary>Texts by the block id of an input block.</summary>
    public IReadOnlyDictionary<string, string>? Errors { get; init; }

    /// <summary>Closes all views.</summary>
    /// <returns>The response.</returns>
    public static ViewSubmissionResponse Clear() => new() { ResponseAction = "clear" };

    /// <summary>Replaces the submitted view.</summary>
    /// <param name="view">The new view.</param>
    /// <returns>The response.</returns>
    public static ViewSubmissionResponse Update(View view) => new() { ResponseAction = "update", View = view };

    /// <summary>Puts a view on top.</summary>
    /// <param name="view">The new view.</param>
    /// <returns>The response.</returns>
    public static ViewSubmissionResponse Push(View view) => new() { ResponseAction = "push", View = view };

    /// <summary>Keeps the view open and shows what is wrong.</summary>
    /// <param name="errors">Texts by the block id of an input block.</param>
    /// <returns>The response.</returns>
    public static ViewSubmissionResponse Refuse(IReadOnlyDictionary<string, string> errors) => new() { ResponseAction = "errors", Errors = errors };

    /// <summary>The JSON to acknowledge with.</summary>
    /// <returns>UTF-8 bytes.</returns>
    public byte[] ToJson() => System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(this, InteractivityJson.Contracts.ViewSubmissionResponse);
}
