using Holdfast.Records;
using Holdfast.Slack;

namespace Holdfast.Text;

/// <summary>People and things in answers to commands.</summary>
internal static class Names
{
    /// <summary>The channel of a conversation. A direct message has no name that Slack would show: it is called by the given words.</summary>
    public static string Channel(string conversation, string direct = "a direct message") => !Conversations.ConversationId.TryParse(conversation, out var where) ? ""
        : where.Channel.Value.StartsWith('D') ? direct
        : $"<#{where.Channel}>";

    /// <summary>Words, and behind them the names of the files that came with them; still foreign text.</summary>
    public static string Words(MessageContent content) => content.Attachments.Count == 0
        ? content.Text
        : $"{content.Text} 📎 {string.Join(", ", content.Attachments.Select(file => file.Name))}".TrimStart();

    /// <summary>Foreign text in one line of a bounded length.</summary>
    public static string Line(string text, int length = 120)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return SlackText.Escape(VisibleText.Of(TextCut.Beginning(line, length))).Replace('`', '\'');
    }
}
