using Holdfast.Documents.Plain;

namespace Holdfast.Documents.Recognition;

/// <summary>What a file is.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Encoding">How its letters are encoded, where it is text.</param>
internal sealed record RecognizedFile(DocumentKind Kind, TextEncoding? Encoding = null)
{
    private const int BeginningSize = 1_100;

    /// <summary>Finds out what a file is, from its content first.</summary>
    /// <exception cref="DocumentException">It is empty, damaged, or of a kind that is not read.</exception>
    internal static RecognizedFile Of(Stream stream, DocumentKind? claimed, CancellationToken cancellationToken)
    {
        var buffer = new byte[BeginningSize];
        stream.Position = 0;
        var beginning = buffer.AsSpan(0, stream.ReadAtLeast(buffer, BeginningSize, throwOnEndOfStream: false));
        if (beginning.IsEmpty)
            throw new DocumentException(DocumentProblem.Empty, "It is empty.");
        if (beginning.StartsWith("PK\u0003\u0004"u8) || beginning.StartsWith("PK\u0005\u0006"u8))
            return new RecognizedFile(ZipContent.Recognize(stream));
        if (beginning.StartsWith(OldOffice.Signature))
            throw OldOffice.Refusal(stream, cancellationToken);
        if (PictureSignature.Begins(beginning, stream.Length))
            return new RecognizedFile(DocumentKind.Picture);
        if (beginning.StartsWith("{\\rtf"u8))
            return new RecognizedFile(DocumentKind.RichText);

        // Some programs put a line of their own before it.
        if (beginning.IndexOf("%PDF-"u8) is >= 0 and < 1_024 && (beginning.StartsWith("%PDF-"u8) || claimed is null or DocumentKind.Pdf))
            return new RecognizedFile(DocumentKind.Pdf);
        var known = Signatures.Find(beginning);
        if (known is not { IsCertain: true } && EncodingFinder.Find(stream, cancellationToken) is { } encoding)
            return new RecognizedFile(KindOfText(stream, encoding, claimed), encoding);
        throw new DocumentException(DocumentProblem.Unsupported, known is var (name, remedy, _)
            ? $"It is {name}, which can't be read as a document. {remedy}"
            : "It is of a kind that can't be read: it is neither text nor a document that is known. Send it as PDF, Word, Excel, PowerPoint or text.");
    }

    private static DocumentKind KindOfText(Stream stream, TextEncoding encoding, DocumentKind? claimed)
    {
        using var reader = encoding.Open(stream);
        var buffer = new char[BeginningSize];
        var text = buffer.AsSpan(0, reader.ReadBlock(buffer)).TrimStart();
        var isXml = text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase);
        var isHtml = text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            || (isXml && text.Contains("<html", StringComparison.OrdinalIgnoreCase));
        return claimed switch
        {
            // A program may begin as a page does, and whoever sends one wants to see it.
            DocumentKind.SourceCode or DocumentKind.Markdown => claimed.Value,
            _ when isHtml => DocumentKind.Html,
            _ when isXml => DocumentKind.Xml,
            { } kind when kind == DocumentKind.Html || Claim.IsText(kind) => kind,
            _ => DocumentKind.PlainText,
        };
    }
}
