using System.Xml;
using Holdfast.Documents.Drafts;
using Holdfast.Documents.Office;
using Holdfast.Documents.OpenDocument;
using Holdfast.Documents.Pdf;
using Holdfast.Documents.Pictures;
using Holdfast.Documents.Plain;
using Holdfast.Documents.Recognition;
using Holdfast.Documents.Web;

namespace Holdfast.Documents.Reading;

/// <summary>
/// Reads the text of a file, in this process. A hostile file can exhaust the stack or the memory of the process that reads it, which nothing can
/// catch: a server reads by <see cref="Processes.DocumentProcess"/>.
/// </summary>
public static class DocumentReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="name">What it is called: the kind follows from the content, and from this only where that leaves it open.</param>
    /// <param name="mediaType">Its media type, if one is known; may be wrong.</param>
    /// <param name="content">The file, which can be sought in. It is left open.</param>
    /// <param name="limits">How much of it is read.</param>
    /// <param name="cancellationToken">Ends it between pages, rows and the like.</param>
    /// <returns>What was read, with notes on what was not.</returns>
    /// <exception cref="DocumentException">Nothing can be read of it.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ArgumentException">The stream cannot be sought in.</exception>
    public static DocumentText Read(string name, string? mediaType, Stream content, DocumentLimits limits, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(limits);
        if (!content.CanSeek)
            throw new ArgumentException("The stream must be one that can be sought in.", nameof(content));
        if (content.Length > limits.MaxFileBytes)
            throw new DocumentException(DocumentProblem.TooLarge, $"It has {Words.Bytes(content.Length)}; files of up to {Words.Bytes(limits.MaxFileBytes)} are read.");
        cancellationToken.ThrowIfCancellationRequested();
        var draft = new Draft(limits, cancellationToken);
        var claimed = Claim.Of(name, mediaType);
        RecognizedFile? file = null;
        try
        {
            file = RecognizedFile.Of(content, claimed, cancellationToken);
            NoteWrongClaim(claimed, file.Kind, draft);
            Read(file, content, draft);
        }
        catch (OutOfMemoryException e)
        {
            throw new DocumentException(DocumentProblem.TooMuchMemory, "It needs more memory to be read than there is.", e);
        }
        catch (Exception e) when (file is not null && draft.HasText && !IsFinal(e, cancellationToken))
        {
            draft.Note(e is DocumentException ? $"The rest of it could not be read. {e.Message}" : "The rest of it could not be read: it is damaged.");
        }
        catch (Exception e) when (e is not DocumentException && !IsFinal(e, cancellationToken))
        {
            // Parsers throw whatever comes to their minds at files that are broken on purpose.
            throw new DocumentException(DocumentProblem.Damaged, Damaged(file, e), e);
        }

        if (!draft.HasText && draft.Pictures.Count == 0)
            draft.Note("There is no text in it.");
        return draft.Finish(file.Kind);
    }

    private static bool IsFinal(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException => cancellationToken.IsCancellationRequested,
        DocumentException { Problem: DocumentProblem.Encrypted } => true,
        _ => false,
    };

    private static void Read(RecognizedFile file, Stream content, Draft draft)
    {
        switch (file.Kind)
        {
            case DocumentKind.Pdf:
                PdfReader.Read(content, draft);
                break;
            case DocumentKind.Word:
                WordReader.Read(content, draft);
                break;
            case DocumentKind.Excel:
                ExcelReader.Read(content, draft);
                break;
            case DocumentKind.PowerPoint:
                PowerPointReader.Read(content, draft);
                break;
            case DocumentKind.OpenText or DocumentKind.OpenSheets or DocumentKind.OpenSlides:
                OpenDocumentReader.Read(content, file.Kind, draft);
                break;
            case DocumentKind.Picture:
                PictureReader.Read(content, draft);
                break;
            case DocumentKind.RichText:
                RichTextReader.Read(content, draft);
                break;
            case DocumentKind.Html:
                NoteEncoding(file, draft);
                HtmlReader.Read(content, file.Encoding!, draft);
                break;
            default:
                NoteEncoding(file, draft);
                PlainTextReader.Read(content, file.Encoding!, draft);
                break;
        }
    }

    private static void NoteEncoding(RecognizedFile file, Draft draft)
    {
        if (file.Encoding is { Note: { } note })
            draft.Note(note);
    }

    /// <summary>One kind of text called another is nothing to speak of.</summary>
    private static void NoteWrongClaim(DocumentKind? claimed, DocumentKind kind, Draft draft)
    {
        if (claimed is not { } said || said == kind || (Claim.IsText(said) && (Claim.IsText(kind) || kind == DocumentKind.Html)))
            return;
        var (name, other) = (Claim.Named(said), Claim.Named(kind));
        draft.Note(name.StartsWith('a') ? $"It says it is {name} and is none: it is {other}." : $"It says it is {name}, but it is {other}.");
    }

    private static string Damaged(RecognizedFile? file, Exception exception)
    {
        var what = file is null ? "It" : $"It looks like {Claim.Named(file.Kind)}, but it";
        return exception is XmlException { Message: var message } && message.Contains("DTD", StringComparison.Ordinal)
            ? $"{what} holds declarations (DTD) that a document does not have, and was not read."
            : $"{what} is damaged, perhaps cut off, and can't be read. Send it again, or save it anew.";
    }
}
