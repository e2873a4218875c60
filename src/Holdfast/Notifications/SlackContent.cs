using System.Text.Json.Serialization;
using Holdfast.Slack.BlockKit;
using Holdfast.Slack.WebApi.Chat;
using Holdfast.Text;

namespace Holdfast.Notifications;

/// <summary>How a notification looks in Slack.</summary>
public sealed record SlackContent
{
    /// <summary>The arguments of <c>chat.postMessage</c> that say what, not where: a JSON object.</summary>
    [JsonConverter(typeof(RawJsonConverter))]
    public required ReadOnlyMemory<byte> Message { get; init; }

    /// <summary>The channel of a notification that belongs to no conversation; null for the operators' one.</summary>
    public string? Channel { get; init; }

    /// <summary>Makes it.</summary>
    /// <param name="text">What Slack's own notifications show, and what is shown where there are no blocks: mrkdwn, foreign parts escaped.</param>
    /// <param name="blocks">What is shown, buttons included; null for the text.</param>
    /// <param name="attachments">What stands under it, beside a coloured bar; null for nothing.</param>
    public static SlackContent Of(string text, IReadOnlyList<Block>? blocks = null, IReadOnlyList<MessageAttachment>? attachments = null)
    {
        // Which channel is not known yet: what is laid over these arguments when the message is planned names it.
        var request = new ChatPostMessageRequest { Channel = default, Text = text, Blocks = blocks, Attachments = attachments };
        return new SlackContent { Message = request.ToJson() };
    }
}
