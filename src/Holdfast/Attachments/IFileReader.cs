namespace Holdfast.Attachments;

/// <summary>Makes of a file what an agent can read and see. What is in a file is a stranger's work: whoever implements this bounds time and memory.</summary>
public interface IFileReader
{
    /// <summary>Reads it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Ends the wait, and the work.</param>
    /// <exception cref="UnreadableFileException">There is nothing in it that can be read.</exception>
    ValueTask<FileReading> ReadAsync(FetchedFile file, CancellationToken cancellationToken);
}

/// <summary>A file that was fetched.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Name">What it is called, by whoever made it.</param>
/// <param name="MediaType">What it is said to be; null when nobody says.</param>
/// <param name="MaxCharacters">The most characters of text that are wanted.</param>
public sealed record FetchedFile(string Path, string Name, string? MediaType, int MaxCharacters);

/// <summary>What was read of a file.</summary>
/// <param name="Text">Its text; null where it has none.</param>
/// <param name="Notes">What is not in it, each as a sentence.</param>
/// <param name="Pictures">What is to be seen in it.</param>
public sealed record FileReading(string? Text, IReadOnlyList<string> Notes, IReadOnlyList<Picture> Pictures);

/// <summary>A picture, in a form and a size that models take.</summary>
/// <param name="MediaType">Such as <c>image/png</c>.</param>
/// <param name="Bytes">The picture.</param>
/// <param name="Place">Where in its file it stands, such as <c>page 3</c>; null where it is the file.</param>
public sealed record Picture(string MediaType, ReadOnlyMemory<byte> Bytes, string? Place = null);

/// <summary>A file in which nothing can be read. The message is for people and for the model.</summary>
/// <param name="message">Why, and what would help; a sentence.</param>
/// <param name="inner">The cause, if one was thrown.</param>
public sealed class UnreadableFileException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether that may be otherwise the next time, as when reading took too long on a busy machine.</summary>
    public bool IsTransient { get; init; }
}
