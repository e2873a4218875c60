using Holdfast.Text;

namespace Holdfast.Runs;

/// <summary>Bounds what a step keeps, so that no tool can fill the disk with one answer.</summary>
internal static class StepText
{
    /// <summary>The most characters of a text that is kept.</summary>
    public const int MaxLength = 1_000_000;

    /// <summary>The text, or its beginning with a note when it is longer.</summary>
    public static string? Bounded(string? text)
    {
        if (text is null || text.Length <= MaxLength)
            return text;
        return $"{text.AsSpan(0, TextCut.End(text, MaxLength))}\n(The rest of {text.Length} characters is left out.)";
    }
}
