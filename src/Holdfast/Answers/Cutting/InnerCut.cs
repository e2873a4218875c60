using System.Globalization;
using Holdfast.Answers.Lines;
using Holdfast.Text;

namespace Holdfast.Answers.Cutting;

/// <summary>Cuts within a line that is too long for a message: behind a word or a sentence, not within a link or code, and never within what is seen as one character.</summary>
internal static class InnerCut
{
    private const string SentenceEnds = "。！？；";

    /// <summary>Where the part ends that fits.</summary>
    /// <param name="line">The line.</param>
    /// <param name="most">The most that fits, as <see cref="Weight"/> counts.</param>
    public static int End(ReadOnlySpan<char> line, int most)
    {
        var (whole, word, any) = (0, 0, 0);
        var (at, weight, brackets, parentheses, isCode) = (0, 0, 0, 0, false);
        while (at < line.Length)
        {
            var length = StringInfo.GetNextTextElementLength(line[at..]);
            weight += Weight.Of(line.Slice(at, length));
            if (weight > most)
                break;
            var c = line[at];
            at += length;
            (brackets, parentheses, isCode) = c switch
            {
                '`' => (brackets, parentheses, !isCode),
                '[' or '<' => (brackets + 1, parentheses, isCode),
                ']' or '>' => (Math.Max(0, brackets - 1), parentheses, isCode),
                '(' => (brackets, parentheses + 1, isCode),
                ')' => (brackets, Math.Max(0, parentheses - 1), isCode),
                _ => (brackets, parentheses, isCode),
            };
            if (BeginsBlock(line[at..]))
                continue;
            whole = at;
            if (c is not (' ' or '\t') && !SentenceEnds.Contains(c, StringComparison.Ordinal))
                continue;
            any = at;
            word = brackets == 0 && parentheses == 0 && !isCode ? at : word;
        }

        // A cut near the beginning would make many small messages: better one within a link that has no end.
        var best = word > whole / 4 ? word : any > whole / 2 ? any : whole;
        return best > 0 ? best : Math.Max(1, TextCut.End(line, most));
    }

    /// <summary>Whether the rest of the line would be something else at the beginning of one: a heading, an item, code.</summary>
    private static bool BeginsBlock(ReadOnlySpan<char> rest) =>
        !rest.IsEmpty && ((rest[0] is '#' or '>' or '|') || rest.StartsWith("```") || rest.StartsWith("~~~") || ListMarker.LengthAt(rest) > 0);
}
