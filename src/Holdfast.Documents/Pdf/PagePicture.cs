using Holdfast.Documents.Drafts;
using Holdfast.Documents.Pictures;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Tokens;

namespace Holdfast.Documents.Pdf;

/// <summary>The picture of a page that has no text: as a scanner made it, or a program that prints pages as pictures.</summary>
internal static class PagePicture
{
    /// <summary>Two pages of 600 dpi. Its numbers are a stranger's, and memory is taken by them before anything is unpacked.</summary>
    private const long MaxSamples = 70_000_000;

    /// <summary>Smaller than that it is a logo or a line and not a page.</summary>
    private const long MinSamples = 10_000;

    internal static void Take(Page page, Draft draft, PageOutcomes pages)
    {
        var images = Images(page);
        if (images is null || images.MaxBy(Samples) is not { } image || Samples(image) < MinSamples)
        {
            (images is null ? pages.Failed : pages.Empty).Add(page.Number);
            return;
        }

        if (draft.Pictures.Count >= draft.Limits.MaxPictures)
            pages.PicturesTooMany.Add(page.Number);
        else if (Samples(image) > MaxSamples)
            pages.PicturesTooLarge.Add(page.Number);
        else
            Take(page.Number, image, images.Count(other => Samples(other) >= MinSamples) > 1, draft, pages);
    }

    private static void Take(int page, IPdfImage image, bool isOneOfMany, Draft draft, PageOutcomes pages)
    {
        try
        {
            if (Convert(page, image) is not { } picture)
            {
                pages.PicturesNotRead.Add(page);
            }
            else if (picture.Bytes.Length > draft.Limits.MaxPictureBytes)
            {
                pages.PicturesTooLarge.Add(page);
            }
            else
            {
                draft.Add(picture);
                (isOneOfMany ? pages.InParts : pages.AsPictures).Add(page);
            }
        }
        catch (Exception e) when (e is OutOfMemoryException or DocumentException { Problem: DocumentProblem.TooLarge })
        {
            // One array was too much, and nothing else has failed: what was read so far is not lost for it.
            pages.PicturesTooLarge.Add(page);
        }
    }

    private static long Samples(IPdfImage image) => (long)image.WidthInSamples * image.HeightInSamples;

    private static List<IPdfImage>? Images(Page page)
    {
        try
        {
            return [.. page.GetImages()];
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return null;
        }
    }

    private static DocumentPicture? Convert(int page, IPdfImage image)
    {
        try
        {
            // JPEG stands in a PDF as the whole file.
            if (IsJpeg(image))
                return FittingPicture.Of(image.RawBytes.ToArray(), page);
            return image.TryGetPng(out var png) ? FittingPicture.Of(png, page) : null;
        }
        catch (Exception e) when (e is not (OutOfMemoryException or DocumentException))
        {
            return null;
        }
    }

    private static bool IsJpeg(IPdfImage image)
    {
        if (!image.ImageDictionary.TryGet(NameToken.Filter, out var filter) || image.RawBytes is not [0xFF, 0xD8, 0xFF, ..])
            return false;
        return filter switch
        {
            NameToken name => IsJpeg(name),
            ArrayToken { Data: [NameToken only] } => IsJpeg(only),
            _ => false,
        };
    }

    private static bool IsJpeg(NameToken filter) => filter.Data is "DCTDecode" or "DCT";
}
