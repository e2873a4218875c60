namespace Holdfast.Answers.Lines;

/// <summary>What an item of a list begins with.</summary>
internal static class ListMarker
{
    private const int MaxDigits = 9;

    /// <summary>How long the marker is that a text begins with, its blank included; 0 when it begins with none.</summary>
    public static int LengthAt(ReadOnlySpan<char> text)
    {
        var mark = 0;
        if (!text.IsEmpty && text[0] is not ('-' or '*' or '+'))
        {
            while (mark < text.Length && mark <= MaxDigits && char.IsAsciiDigit(text[mark]))
                mark++;
            if (mark is 0 or > MaxDigits || mark == text.Length || text[mark] is not ('.' or ')'))
                return 0;
        }

        return mark + 1 < text.Length && (text[mark + 1] is ' ' or '\t') ? mark + 2 : 0;
    }
}
