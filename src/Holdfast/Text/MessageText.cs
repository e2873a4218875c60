using Holdfast.Slack.BlockKit;

namespace Holdfast.Text;

/// <summary>Cuts long text into messages that Slack shows whole.</summary>
public static class MessageText
{
    /// <summary>
    /// The most characters of one message: Slack recommends 4,000 and cuts at 40,000
    /// (https://docs.slack.dev/reference/methods/chat.postMessage); some room is left for what escaping adds.
    /// </summary>
    public const int MaxLength = 3_500;

    /// <summary>The most messages of one text: a flood helps nobody, and each is a call of a limited method.</summary>
    public const int MaxPieces = 20;

    /// <summary>What stands in place of the rest of a text that is longer than that.</summary>
    public const string CutNote = "(The rest is left out: the answer was too long for Slack.)";

    /// <summary>The text in pieces of at most <see cref="MaxLength"/>, cut at a paragraph, a line or a word where there is one.</summary>
    /// <param name="text">Any text.</param>
    public static IEnumerable<string> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var rest = text.AsMemory().Trim();
        for (var piece = 1; rest.Length > MaxLength; piece++)
        {
            if (piece == MaxPieces)
            {
                yield return CutNote;
                yield break;
            }

            var cut = CutBefore(rest.Span[..MaxLength]);
            yield return rest[..cut].TrimEnd().ToString();
            rest = rest[cut..].TrimStart();
        }

        if (rest.Length > 0)
            yield return rest.ToString();
    }

    /// <summary>Mrkdwn cut to what <c>chat.update</c> takes, and not within an entity.</summary>
    /// <param name="mrkdwn">Escaped text.</param>
    public static string Cut(string mrkdwn)
    {
        ArgumentNullException.ThrowIfNull(mrkdwn);
        if (mrkdwn.Length <= SlackLimits.MessageText)
            return mrkdwn;
        var end = SlackLimits.MessageText - 1;
        var entity = mrkdwn.LastIndexOf('&', end - 1);
        if (entity >= 0 && mrkdwn.IndexOf(';', entity) >= end)
            end = entity;
        return $"{mrkdwn.AsSpan(0, TextCut.End(mrkdwn, end))}…";
    }

    private static int CutBefore(ReadOnlySpan<char> window)
    {
        foreach (var separator in (ReadOnlySpan<string>)["\n\n", "\n", " "])
        {
            // A cut in the first half would make many small messages of one text.
            var at = window.LastIndexOf(separator, StringComparison.Ordinal);
            if (at > MaxLength / 2)
                return at + separator.Length;
        }

        return char.IsHighSurrogate(window[^1]) ? window.Length - 1 : window.Length;
    }
}
