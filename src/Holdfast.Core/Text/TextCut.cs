namespace Holdfast.Text;

/// <summary>Cuts text between characters: half a pair of surrogates is shown as a broken one, and databases refuse it.</summary>
public static class TextCut
{
    /// <summary>Where the beginning of a text ends that is at most so long, as <see cref="string.Length"/> counts.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">The most.</param>
    public static int End(ReadOnlySpan<char> text, int most)
    {
        if (text.Length <= most)
            return text.Length;
        return most > 0 && char.IsHighSurrogate(text[most - 1]) ? most - 1 : Math.Max(most, 0);
    }

    /// <summary>The text; of a longer one the beginning, and behind it an ellipsis.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">The most of it, the ellipsis not counted.</param>
    public static string Beginning(string text, int most)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length <= most ? text : $"{text.AsSpan(0, End(text, most))}…";
    }
}
