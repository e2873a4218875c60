using System.Buffers;
using System.Globalization;
using System.Text;

namespace Holdfast.Text;

/// <summary>
/// Text in which everything can be seen: what has no shape of its own, or turns the reading direction, is spelt out. For what
/// people decide upon; stricter than what is only looked at (<see cref="ShownText"/>), where joiners stay for the emoji.
/// </summary>
public static class VisibleText
{
    /// <summary>The text with such characters written as <c>\u{202E}</c>. Line feeds and tabs stay.</summary>
    /// <param name="text">Any text.</param>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        StringBuilder? shown = null;
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var isWhole = Rune.DecodeFromUtf16(rest, out var rune, out var length) == OperationStatus.Done;
            if (isWhole && IsVisible(rune))
            {
                shown?.Append(rest[..length]);
            }
            else
            {
                shown ??= new StringBuilder(text.Length + 16).Append(text.AsSpan(0, text.Length - rest.Length));
                shown.Append(CultureInfo.InvariantCulture, $"\\u{{{(isWhole ? rune.Value : rest[0]):X4}}}");
            }

            rest = rest[length..];
        }

        return shown?.ToString() ?? text;
    }

    /// <summary>The same on one line: a stranger's text cannot begin a line of its own where it is put.</summary>
    /// <param name="text">Any text.</param>
    public static string Line(string text) => Of(text).Replace('\n', ' ');

    /// <summary>Whether nothing of a text can be seen.</summary>
    /// <param name="text">Any text.</param>
    public static bool IsBlank(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsWhiteSpace(rune) && IsVisible(rune))
                return false;
        }

        return true;
    }

    private static bool IsVisible(Rune rune) =>
        rune.Value is '\n' or '\t'
        || !IsBlankLetter(rune) && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    /// <summary>Letters and marks by their category, without a shape by their nature.</summary>
    private static bool IsBlankLetter(Rune rune) => rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0;
}
