using System.Text.Json;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.Events;

/// <summary>
/// That somebody opened a chat with the app beside what they look at, or looks at something else now: <c>assistant_thread_started</c>,
/// <c>assistant_thread_context_changed</c>, <c>app_context_changed</c>, and <c>app_home_opened</c> with the tab of messages.
/// </summary>
/// <param name="User">Who.</param>
/// <param name="Channel">Their direct message with the app.</param>
/// <param name="Thread">The chat's root; null where the app has one place and no chats (<c>agent_view</c>).</param>
/// <param name="LooksAt">The channel that they look at; null when it is none that Slack names.</param>
/// <param name="At">When, in seconds since 1970-01-01 UTC; 0 if absent.</param>
public sealed record AssistantEvent(UserId User, ChannelId Channel, SlackTs? Thread, ChannelId? LooksAt, double At)
{
    private const string ChannelEntity = "slack#/types/channel_id";

    /// <summary>Reads one. Never throws.</summary>
    /// <param name="payload">The payload in UTF-8.</param>
    /// <returns>Null when it is none, or names nobody.</returns>
    public static AssistantEvent? TryRead(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = EventPeek.MaxDepth });
            return document.RootElement.Part("event") is { } said ? Read(said) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static AssistantEvent? Read(JsonElement said)
    {
        var chat = said.Part("assistant_thread");
        if (!UserId.TryParse(chat?.Text("user_id") ?? said.Text("user"), out var user) || !ChannelId.TryParse(chat?.Text("channel_id") ?? said.Text("channel"), out var channel))
            return null;
        var context = chat?.Part("context") ?? said.Part("context") ?? said.Part("app_context");
        var entities = context?.Items("entities") ?? [];
        var named = context?.Text("channel_id") ?? entities.Where(entity => entity.Text("type") == ChannelEntity).Select(entity => entity.Text("value")).FirstOrDefault();
        return new AssistantEvent(
            user, channel, SlackTs.TryParse(chat?.Text("thread_ts"), out var thread) ? thread : null, ChannelId.TryParse(named, out var looksAt) ? looksAt : null,
            SlackTs.TryParse(said.Text("event_ts"), out var at) ? at.Micros / 1_000_000.0 : 0);
    }
}
