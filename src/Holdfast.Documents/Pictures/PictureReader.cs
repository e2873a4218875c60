using Holdfast.Documents.Drafts;

namespace Holdfast.Documents.Pictures;

/// <summary>Reads a file that is a picture.</summary>
internal static class PictureReader
{
    internal static void Read(Stream content, Draft draft)
    {
        var bytes = new byte[content.Length];
        content.Position = 0;
        content.ReadExactly(bytes);
        if (draft.Limits.MaxPictures == 0)
            return;
        if (FittingPicture.Of(bytes, page: null) is not { } picture)
            throw new DocumentException(DocumentProblem.Damaged, "It is a picture that is damaged, or of a kind that can't be shown. Save it as PNG or JPEG.");
        if (picture.Bytes.Length > draft.Limits.MaxPictureBytes)
            throw new DocumentException(DocumentProblem.TooLarge, $"The picture has {Words.Bytes(picture.Bytes.Length)} even when it is made smaller; at most {Words.Bytes(draft.Limits.MaxPictureBytes)} are looked at.");
        draft.Add(picture);
    }
}
