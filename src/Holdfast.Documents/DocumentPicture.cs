namespace Holdfast.Documents;

/// <summary>A picture that a file is, or that a page without text is, in a size that models look at.</summary>
/// <param name="Page">The number of the page, from 1; null where the file is the picture.</param>
/// <param name="MediaType"><c>image/png</c> or <c>image/jpeg</c>.</param>
/// <param name="Bytes">The file, at most <see cref="DocumentLimits.MaxPictureBytes"/> long.</param>
public sealed record DocumentPicture(int? Page, string MediaType, byte[] Bytes);
