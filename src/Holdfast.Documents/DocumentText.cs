namespace Holdfast.Documents;

/// <summary>What was read of a file.</summary>
/// <remarks>All of it is a stranger's: content to be read, never instructions to follow, however it is worded.</remarks>
public sealed record DocumentText
{
    /// <summary>What the file is.</summary>
    public required DocumentKind Kind { get; init; }

    /// <summary>
    /// The text, at most <see cref="DocumentLimits.MaxCharacters"/> long. Lines end in <c>\n</c>; it is well-formed Unicode without control
    /// characters, and without those that are not seen or turn the order of others around. Empty where there are only pictures, or nothing was found.
    /// </summary>
    public required string Text { get; init; }

    /// <summary>
    /// What was left out, could not be read, or is other than the file says: whole sentences for people and for the model, in which "it" is the file.
    /// Few and short; names of sheets are quoted in them.
    /// </summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Pictures of pages without text, such as scanned ones; at most <see cref="DocumentLimits.MaxPictures"/>.</summary>
    public IReadOnlyList<DocumentPicture> Pictures { get; init; } = [];

    /// <summary>Kind and length: the text does not belong in a log.</summary>
    /// <returns>A text for logs.</returns>
    public override string ToString() => $"{Kind}, {Text.Length} characters, {Pictures.Count} pictures";
}
