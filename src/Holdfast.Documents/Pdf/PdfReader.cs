using Holdfast.Documents.Drafts;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Exceptions;

namespace Holdfast.Documents.Pdf;

/// <summary>The text of a PDF, page by page, and pictures of the pages that have none.</summary>
internal static class PdfReader
{
    /// <summary>A part of a file is never all that is unpacked of it.</summary>
    private const int PartOfUnpacked = 4;

    /// <summary>Reads all of it.</summary>
    /// <exception cref="DocumentException">It is encrypted.</exception>
    internal static void Read(Stream stream, Draft draft)
    {
        using var document = Open(stream, draft.Limits.MaxUnpackedBytes / PartOfUnpacked);
        var count = document.NumberOfPages;
        var pages = new PageOutcomes();
        var number = 1;
        for (; number <= Math.Min(count, draft.Limits.MaxPages) && !draft.IsCut; number++)
        {
            draft.Cancellation.ThrowIfCancellationRequested();
            if (TryPage(document, number) is { } page)
                Read(page, draft, pages);
            else
                pages.Failed.Add(number);
        }

        FormFields.Write(document, draft);
        if (number <= count)
            draft.Note(draft.IsCut ? $"The text ends on page {number - 1} of {count}." : $"Only the first {number - 1} of {count} pages were read.");
        pages.Tell(draft);
    }

    private static PdfDocument Open(Stream stream, long mostUnpacked)
    {
        try
        {
            stream.Position = 0;
            return PdfDocument.Open(stream, new ParsingOptions
            {
                UseLenientParsing = true,
                SkipMissingFonts = true,
                UseActualText = true,
                FilterProvider = new BoundedFilters(mostUnpacked),
            });
        }
        catch (PdfDocumentEncryptedException e)
        {
            throw new DocumentException(DocumentProblem.Encrypted, "It is encrypted with a password. Remove the password, and send it again.", e);
        }
    }

    /// <summary>A page; null for one that is broken: the others may not be.</summary>
    private static Page? TryPage(PdfDocument document, int number)
    {
        try
        {
            return document.GetPage(number);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or PdfDocumentEncryptedException or DocumentException))
        {
            return null;
        }
    }

    private static void Read(Page page, Draft draft, PageOutcomes pages)
    {
        var text = PageText.Of(page.Letters);
        if (text.AsSpan().Trim().IsEmpty)
        {
            PagePicture.Take(page, draft, pages);
            return;
        }

        draft.Separate();
        draft.WriteLine($"[Page {page.Number}]");
        draft.Write(text);
    }
}
