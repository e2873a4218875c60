using System.Text.Json.Serialization;
using Holdfast.Slack.Json;
using Holdfast.Slack.WebApi;

namespace Holdfast.Slack.Interactivity;

/// <summary>
/// A shortcut, global (<c>shortcut</c>) or of a message (<c>message_action</c>).
/// https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload
/// </summary>
public sealed record ShortcutPayload : InteractionPayload
{
    /// <summary>Our name of the shortcut.</summary>
    public string? CallbackId { get; init; }

    /// <summary>When it was used.</summary>
    public SlackTs? ActionTs { get; init; }

    /// <summary>The channel; null for a global one.</summary>
    [JsonConverter(typeof(LooseObjectConverter<InteractionChannel>))]
    public InteractionChannel? Channel { get; init; }

    /// <summary>The message; null for a global one.</summary>
    [JsonConverter(typeof(LooseObjectConverter<SlackMessage>))]
    public SlackMessage? Message { get; init; }

    /// <summary>The message's key; null for a global one.</summary>
    public SlackTs? MessageTs { get; init; }

    /// <summary>Where to answer without a token; null for a global one; a secret.</summary>
    public string? ResponseUrl { get; init; }
}
