using Holdfast.Slack.BlockKit;

namespace Holdfast.Text;

/// <summary>The text of a message that has blocks.</summary>
public static class MessageText
{
    /// <summary>Mrkdwn cut to what <c>chat.update</c> takes, and not within an entity or a tag.</summary>
    /// <param name="mrkdwn">Escaped text.</param>
    public static string Cut(string mrkdwn)
    {
        ArgumentNullException.ThrowIfNull(mrkdwn);
        if (mrkdwn.Length <= SlackLimits.MessageText)
            return mrkdwn;
        var end = BeforeOpen(mrkdwn, '<', '>', SlackLimits.MessageText - 1);
        end = BeforeOpen(mrkdwn, '&', ';', end);
        return $"{mrkdwn.AsSpan(0, TextCut.End(mrkdwn, end))}…";
    }

    private static int BeforeOpen(string mrkdwn, char opens, char closes, int end)
    {
        var open = end > 0 ? mrkdwn.LastIndexOf(opens, end - 1) : -1;
        return open >= 0 && mrkdwn.IndexOf(closes, open) >= end ? open : end;
    }
}
