using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Conversations;

namespace Holdfast.Notifications.Webhooks;

/// <summary>What a webhook is sent. The names are a promise to receivers: only add.</summary>
internal sealed record WebhookBody(
    string Id, string Kind, string Text, DateTimeOffset At, string? User, WebhookConversation? Conversation, IReadOnlyDictionary<string, string> Data)
{
    /// <summary>The body of every attempt, byte for byte the same.</summary>
    public static byte[] Of(Notification notification) => JsonSerializer.SerializeToUtf8Bytes(
        new WebhookBody(
            notification.Id.ToString(),
            notification.Kind,
            notification.Text,
            notification.At.ToUniversalTime(),
            notification.User,
            notification.Conversation is { } conversation ? WebhookConversation.Of(conversation) : null,
            notification.Data),
        WebhookJson.Default.WebhookBody);
}

/// <summary>Where the notification belongs in Slack.</summary>
internal sealed record WebhookConversation(string Team, string Channel, string? Thread)
{
    public static WebhookConversation Of(ConversationId conversation) =>
        new(conversation.Team.Value, conversation.Channel.Value, conversation.Thread?.Value);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WebhookBody))]
internal sealed partial class WebhookJson : JsonSerializerContext;
