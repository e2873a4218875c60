using System.Diagnostics.CodeAnalysis;
using Holdfast.Text;

namespace Holdfast.Records;

/// <summary>A step for a list: its texts cut short, with their whole lengths, so that a run of any size can be looked at.</summary>
/// <param name="Step">The step, its texts cut to the length that was asked for, and without <see cref="RunStep.Resume"/>.</param>
/// <param name="InputLength">Characters of the whole input.</param>
/// <param name="OutputLength">Characters of the whole output.</param>
public sealed record StepOutline(RunStep Step, int InputLength, int OutputLength)
{
    /// <summary>The first characters of a text, as <see cref="string.Length"/> counts them. No pair of surrogates is split.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">The most characters.</param>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Cut(string? text, int length) =>
        text is null || text.Length <= length ? text : text[..TextCut.End(text, length)];
}
