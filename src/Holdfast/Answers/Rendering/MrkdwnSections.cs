using System.Globalization;
using System.Text;
using Holdfast.Slack.BlockKit;
using Holdfast.Text;

namespace Holdfast.Answers.Rendering;

/// <summary>Mrkdwn in sections: a block of code that does not fit into one is closed and opened again.</summary>
internal sealed class MrkdwnSections
{
    private const string Fence = "```";

    /// <summary>What remains of a section for the fence that closes it.</summary>
    private const int Room = SlackLimits.SectionText - 4;

    private readonly List<string> _sections = [];
    private readonly StringBuilder _section = new();
    private bool _isCode;

    private MrkdwnSections()
    {
    }

    /// <summary>The texts of the sections.</summary>
    /// <param name="mrkdwn">Mrkdwn of any length.</param>
    public static IReadOnlyList<string> Of(string mrkdwn)
    {
        if (mrkdwn.Length <= SlackLimits.SectionText)
            return string.IsNullOrWhiteSpace(mrkdwn) ? [] : [mrkdwn];
        var cut = new MrkdwnSections();
        foreach (var line in mrkdwn.Split('\n'))
            cut.Add(line);
        cut.End();
        return cut._sections;
    }

    private void Add(string line)
    {
        if (line == Fence && _isCode)
        {
            Append(line);
            _isCode = false;
            return;
        }

        var rest = line.AsSpan();
        while (_section.Length + rest.Length + 1 > Room)
        {
            // A line that fits into a section of its own is not cut.
            if (rest.Length < Room / 2 || _section.Length > Room / 2)
            {
                Next();
                continue;
            }

            var end = EndWithin(rest, Room - _section.Length - 1);
            Append(rest[..end]);
            rest = rest[end..];
            Next();
        }

        Append(rest);
        _isCode = _isCode || line == Fence;
    }

    private void Append(ReadOnlySpan<char> line)
    {
        if (_section.Length > 0)
            _section.Append('\n');
        _section.Append(line);
    }

    private void Next()
    {
        End();
        if (_isCode)
            _section.Append(Fence);
    }

    private void End()
    {
        var text = _section.ToString().Trim('\n');
        _section.Clear();
        if (text.Length > 0 && text != Fence)
            _sections.Add(_isCode ? $"{text}\n{Fence}" : text);
    }

    /// <summary>Behind a word, if there is one; never within a tag, an entity or what is seen as one character.</summary>
    private static int EndWithin(ReadOnlySpan<char> line, int most)
    {
        var (whole, word, at) = (0, 0, 0);
        while (at < line.Length && at <= most)
        {
            whole = at;
            if (at > 0 && line[at - 1] == ' ')
                word = at;
            var closing = line[at] switch
            {
                '<' => line[at..].IndexOf('>'),
                '&' => line[at..].IndexOf(';'),
                _ => -1,
            };
            at += closing > 0 ? closing + 1 : StringInfo.GetNextTextElementLength(line[at..]);
        }

        var best = word > whole / 2 ? word : whole;
        return best > 0 ? best : Math.Max(1, TextCut.End(line, most));
    }
}
