using System.Globalization;
using System.Text;

namespace Holdfast.Slack.Text;

/// <summary>
/// What somebody calls themselves, a channel or a group: a stranger's text that is to stand among other words. It stays one line, short, and
/// nothing in it can be taken for markup or for words of ours.
/// </summary>
public static class PlainName
{
    /// <summary>The most characters of a name; Slack allows 80.</summary>
    public const int MaxLength = 80;

    /// <summary>The name; empty where nothing of it can be seen.</summary>
    /// <param name="name">What they call themselves.</param>
    public static string Of(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return "";
        var plain = new StringBuilder(Math.Min(name.Length, MaxLength));
        foreach (var rune in name.EnumerateRunes())
        {
            if (plain.Length + rune.Utf16SequenceLength > MaxLength)
                break;
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                if (plain.Length > 0 && plain[^1] != ' ')
                    plain.Append(' ');
            }
            else if (!IsLeftOut(rune))
            {
                plain.Append(rune.ToString());
            }
        }

        return plain.ToString().TrimEnd();
    }

    private static bool IsLeftOut(Rune rune) =>
        rune.Value is '<' or '>' or '[' or ']' or '`' or '*' or '|' || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.PrivateUse;
}
