using Holdfast.Attachments;
using Holdfast.Documents;
using Holdfast.Documents.Processes;

namespace Holdfast.Hosting.Documents;

/// <summary>Reads files in a process of their own, of this very program (<see cref="Verb"/>).</summary>
/// <param name="process">Starts it.</param>
internal sealed class DocumentFileReader(DocumentProcess process) : IFileReader
{
    /// <summary>What the program is called with. It is no command for people, and the command line does not list it.</summary>
    public const string Verb = "read-document";

    /// <inheritdoc/>
    public async ValueTask<FileReading> ReadAsync(FetchedFile file, CancellationToken cancellationToken)
    {
        try
        {
            var read = await process.ReadAsync(file.Path, file.Name, file.MediaType, new DocumentLimits { MaxCharacters = file.MaxCharacters }, cancellationToken);
            return new FileReading(read.Text.Length == 0 ? null : read.Text, read.Notes, [.. read.Pictures.Select(PictureOf)]);
        }
        catch (DocumentException e)
        {
            // What is wrong with the file stays so; a reader that failed, or was too slow on a busy machine, may not.
            throw e.Problem is DocumentProblem.ReaderFailed or DocumentProblem.TooSlow
                ? new UnreadableFileException(e.Message, e) { IsTransient = true }
                : new UnreadableFileException(e.Message);
        }
    }

    private static Picture PictureOf(DocumentPicture picture) =>
        new(picture.MediaType, picture.Bytes, picture.Page is { } page ? $"page {page}" : null);
}
