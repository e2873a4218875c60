namespace Holdfast.Documents;

/// <summary>A picture of a page that has no text.</summary>
/// <param name="Page">The number of the page, from 1.</param>
/// <param name="MediaType"><c>image/png</c> or <c>image/jpeg</c>.</param>
/// <param name="Bytes">The file, at most <see cref="DocumentLimits.MaxPictureBytes"/> long.</param>
public sealed record DocumentPicture(int Page, string MediaType, byte[] Bytes);
