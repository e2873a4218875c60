namespace Holdfast.Slack.Text;

/// <summary>
/// Reads mrkdwn: what stands in angle brackets becomes words, and only then the entities become the characters that were typed. So what a
/// person typed in brackets is never taken for what Slack put there. https://docs.slack.dev/messaging/formatting-message-text
/// </summary>
internal static class Markup
{
    private const string Group = "subteam^";
    private const string Date = "date^";

    public static void Read(string? text, WordsBuilder words)
    {
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var open = rest.IndexOf('<');
            if (open < 0)
                break;
            var end = rest[(open + 1)..].IndexOfAny('<', '>');
            if (end < 0)
                break;
            var inner = rest.Slice(open + 1, end);
            var isMarkup = end > 0 && rest[open + 1 + end] == '>';
            words.Append(SlackText.Unescape((isMarkup ? rest[..open] : rest[..(open + 1)]).ToString()));
            if (isMarkup)
                ReadBracket(inner, words);
            rest = rest[(isMarkup ? open + end + 2 : open + 1)..];
        }

        words.Append(SlackText.Unescape(rest.ToString()));
    }

    private static void ReadBracket(ReadOnlySpan<char> inner, WordsBuilder words)
    {
        var bar = inner.IndexOf('|');
        var target = SlackText.Unescape((bar < 0 ? inner : inner[..bar]).ToString());
        var label = bar < 0 ? null : SlackText.Unescape(inner[(bar + 1)..].ToString());
        switch (target is [var sign, .. var named] ? (sign, named) : default)
        {
            case ('@', var user) when UserId.TryParse(user, out _):
                words.Append(MentionKind.User, user, label);
                break;
            case ('#', var channel) when ChannelId.TryParse(channel, out _):
                words.Append(MentionKind.Channel, channel, label);
                break;
            case ('!', var special):
                ReadSpecial(special, label, words);
                break;
            default:
                words.Append(Link.Of(target, label));
                break;
        }
    }

    private static void ReadSpecial(string special, string? label, WordsBuilder words)
    {
        if (special.StartsWith(Group, StringComparison.Ordinal) && special[Group.Length..] is { Length: > 0 and <= 40 } group)
            words.Append(MentionKind.Group, group, label);
        else if (special.StartsWith(Date, StringComparison.Ordinal))
            words.Append(ShownDate.Of(special[Date.Length..], label));
        else if (special is "here" or "channel" or "everyone")
            words.Append($"@{special}");
        else
            words.Append(label is { Length: > 0 } ? label : special);
    }
}
