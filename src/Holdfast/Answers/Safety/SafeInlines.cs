using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Holdfast.Answers.Mentions;
using Holdfast.Text;

namespace Holdfast.Answers.Safety;

/// <summary>Writes the words of paragraphs and code so that Slack reads nothing in them that is not meant.</summary>
/// <param name="mentions">Who may be mentioned.</param>
/// <param name="capacity">How long it will be, about.</param>
internal sealed partial class SafeInlines(MentionScope mentions, int capacity)
{
    /// <summary>No break and no shape: a name behind it calls nobody.</summary>
    private const char WordJoiner = '\u2060';

    private const int MaxTag = 2_100;
    private const int MaxDepth = 4;
    private static readonly string[] Broadcasts = ["channel", "here", "everyone", "group"];
    private static readonly SearchValues<char> Stops = SearchValues.Create("\\`<@[hH");
    private readonly StringBuilder _safe = new(capacity + 64);
    private int _depth;

    /// <inheritdoc/>
    public override string ToString() => _safe.ToString();

    /// <summary>Code: it stays as it is, but for tags of Slack's and links that mislead, in case that Slack takes it for text.</summary>
    public void Code(ReadOnlySpan<char> code)
    {
        for (var at = 0; at < code.Length;)
        {
            var next = code[at..].IndexOfAny('<', '[');
            if (next < 0)
            {
                _safe.Append(code[at..]);
                return;
            }

            _safe.Append(code.Slice(at, next));
            at += next;
            if (code[at] == '[' && MarkdownLink.TryRead(code[at..], out var link)
                && Addresses.TryRead(link.Address, out var uri) && LinkLabels.HostToShow(link.Label, uri) is not null)
            {
                at += Link(link);
                continue;
            }

            _safe.Append(code[at]);
            if (code[at] == '<' && Tag().IsMatch(code.Slice(at, Math.Min(MaxTag, code.Length - at))))
                _safe.Append(WordJoiner);
            at++;
        }
    }

    /// <summary>Text.</summary>
    public void Text(ReadOnlySpan<char> text)
    {
        for (var at = 0; at < text.Length;)
        {
            var next = text[at..].IndexOfAny(Stops);
            if (next < 0)
            {
                _safe.Append(text[at..]);
                return;
            }

            _safe.Append(text.Slice(at, next));
            at += next;
            at += text[at] switch
            {
                '\\' => Escape(text[at..]),
                '`' => CodeSpan(text[at..]),
                '<' => Angle(text[at..]),
                '@' => Name(text, at),
                '[' => Bracket(text[at..]),
                _ => Address(text, at),
            };
        }
    }

    private int Escape(ReadOnlySpan<char> text)
    {
        if (text.Length > 1 && text[1] is '<' or '@')
            return 1;
        var length = text.Length > 1 && char.IsAscii(text[1]) && !char.IsAsciiLetterOrDigit(text[1]) ? 2 : 1;
        _safe.Append(text[..length]);
        return length;
    }

    /// <summary>Code within one line: what begins in one and ends in another is taken for text, which is the safer mistake.</summary>
    private int CodeSpan(ReadOnlySpan<char> text)
    {
        var run = text.IndexOfAnyExcept('`');
        run = run < 0 ? text.Length : run;
        var line = text.IndexOf('\n') is >= 0 and var feed ? text[..feed] : text;
        for (var at = run; at < line.Length;)
        {
            var begin = line[at..].IndexOf('`');
            if (begin < 0)
                break;
            at += begin;
            var length = line[at..].IndexOfAnyExcept('`') is > 0 and var others ? others : line.Length - at;
            if (length == run)
            {
                _safe.Append(line[..run]);
                Code(line[run..at]);
                _safe.Append(line[..run]);
                return at + run;
            }

            at += length;
        }

        _safe.Append(text[..run]);
        return run;
    }

    private int Angle(ReadOnlySpan<char> text)
    {
        var end = text[..Math.Min(text.Length, MaxTag)].IndexOfAny('>', '\n');
        var inside = end > 0 && text[end] == '>' ? text[1..end].ToString() : "";
        var bar = inside.IndexOf('|', StringComparison.Ordinal);
        var (target, label) = bar < 0 ? (inside, null) : (inside[..bar], inside[(bar + 1)..]);
        if (Person().IsMatch(target) && mentions.Allows(target[1..]) || Channel().IsMatch(target))
        {
            _safe.Append('<').Append(target).Append('>');
        }
        else if (Addresses.TryRead(target, out _) && !target.Any(char.IsWhiteSpace))
        {
            if (label is null)
                Address(target, text[(end + 1)..]);
            else
                Link(new MarkdownLink(Special().Replace(label, static match => "\\" + match.Value), target, end + 1));
        }
        else
        {
            _safe.Append("&lt;");
            return 1;
        }

        return end + 1;
    }

    private int Name(ReadOnlySpan<char> text, int at)
    {
        var isName = at == 0 || !char.IsLetterOrDigit(text[at - 1]);
        var rest = text[(at + 1)..];
        if (isName && mentions.Find(rest, out var length) is { } id)
        {
            _safe.Append("<@").Append(id).Append('>');
            return length + 1;
        }

        _safe.Append('@');
        foreach (var word in Broadcasts)
        {
            if (isName && rest.StartsWith(word, StringComparison.OrdinalIgnoreCase) && (rest.Length == word.Length || !char.IsLetterOrDigit(rest[word.Length])))
                _safe.Append(WordJoiner);
        }

        return 1;
    }

    private int Bracket(ReadOnlySpan<char> text)
    {
        if (MarkdownLink.TryRead(text, out var link))
            return Link(link);

        // The definition of a reference: its links would show anything and lead anywhere.
        _safe.Append(Definition().IsMatch(text[..Math.Min(text.Length, MaxTag)]) ? "\\[" : "[");
        return 1;
    }

    private int Link(MarkdownLink link)
    {
        var isMail = link.Address.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase);
        if (!isMail && !Addresses.TryRead(link.Address, out _))
        {
            Label(link.Label);
            _safe.Append(" (");
            Label(link.Address);
            _safe.Append(')');
            return link.Length;
        }

        _safe.Append('[');
        Label(link.Label);
        if (!isMail && LinkLabels.HostToShow(link.Label, new Uri(link.Address)) is { } host)
            _safe.Append(" (").Append(host).Append(')');
        _safe.Append("](").Append(MarkdownLink.Written(link.Address)).Append(')');
        return link.Length;
    }

    /// <summary>An address in a label is no link of its own.</summary>
    private void Label(string label)
    {
        if (++_depth > MaxDepth)
            _safe.Append(label.Replace("<", "&lt;", StringComparison.Ordinal));
        else
            Text(label);
        _depth--;
    }

    private int Address(ReadOnlySpan<char> text, int at)
    {
        var length = at > 0 && char.IsAsciiLetterOrDigit(text[at - 1]) ? 0 : Addresses.LengthAt(text[at..]);
        if (length == 0)
        {
            _safe.Append(text[at]);
            return 1;
        }

        Address(text.Slice(at, length).ToString(), text[(at + length)..]);
        return length;
    }

    /// <summary>An address stays as it is where Slack is sure to see its end.</summary>
    private void Address(string address, ReadOnlySpan<char> behind)
    {
        var isPlain = (behind.IsEmpty || char.IsAscii(behind[0])) && Addresses.LengthAt(address) == address.Length;
        var host = Addresses.TryRead(address, out var uri) && uri.UserInfo.Length > 0 ? uri.IdnHost : null;
        if (_depth > 0 || isPlain && host is null || uri is null)
        {
            _safe.Append(address.Replace("<", "&lt;", StringComparison.Ordinal));
            return;
        }

        _safe.Append('[').Append(Special().Replace(address, static match => "\\" + match.Value));
        if (host is not null)
            _safe.Append(" (").Append(host).Append(')');
        _safe.Append("](").Append(MarkdownLink.Written(address)).Append(')');
    }

    [GeneratedRegex(@"^<(@|#|!(channel|here|everyone|group|subteam|date)|[a-z][a-z0-9+.-]*:[^<>\n]*\|)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"^@[UW][A-Z0-9]{2,20}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Person();

    [GeneratedRegex(@"^#[CG][A-Z0-9]{2,20}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Channel();

    [GeneratedRegex(@"^\[[^\[\]]{1,1000}\]:", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Definition();

    [GeneratedRegex(@"[\\*_~\[\]`]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Special();
}
