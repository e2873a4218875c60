using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Holdfast.Slack;

namespace Holdfast.Conversations;

/// <summary>
/// What belongs together: workspace, channel and thread root. A direct message outside a thread belongs to the one
/// conversation of its channel. Its text form is the lane's name and the key of memory.
/// </summary>
/// <param name="Team">The workspace.</param>
/// <param name="Channel">The channel or direct message.</param>
/// <param name="Thread">The thread's root; null for a direct message outside any thread.</param>
[JsonConverter(typeof(ConversationIdConverter))]
public readonly record struct ConversationId(TeamId Team, ChannelId Channel, SlackTs? Thread)
{
    /// <summary>The text form of its workspace and channel: what all conversations of a channel begin with.</summary>
    public string Place => $"{Team}/{Channel}";

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <param name="text">The text form.</param>
    /// <param name="conversation">The conversation, when the text is one.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out ConversationId conversation)
    {
        conversation = default;
        var parts = text?.Split('/') ?? [];
        if (parts.Length is not (2 or 3) || !TeamId.TryParse(parts[0], out var team) || !ChannelId.TryParse(parts[1], out var channel))
            return false;
        SlackTs? thread = null;
        if (parts.Length == 3)
        {
            if (!SlackTs.TryParse(parts[2], out var root))
                return false;
            thread = root;
        }

        conversation = new ConversationId(team, channel, thread);
        return true;
    }

    /// <summary>Reads what was stored.</summary>
    /// <param name="text">The text form.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static ConversationId Parse(string text) =>
        TryParse(text, out var conversation) ? conversation : throw new FormatException("A stored conversation cannot be read. This is a defect in Holdfast.");

    /// <summary>The workspace of a conversation in text form; empty where none stands there.</summary>
    /// <param name="text">The text form.</param>
    public static string TeamOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.IndexOf('/', StringComparison.Ordinal) is > 0 and var end ? text[..end] : "";
    }

    /// <summary><c>team/channel/thread</c>, or <c>team/channel</c> without a thread.</summary>
    public override string ToString() => Thread is { } thread ? $"{Team}/{Channel}/{thread}" : $"{Team}/{Channel}";
}
