namespace Holdfast.Documents;

/// <summary>A file of which no text can be had. The message is one or two whole sentences for the person who sent the file, in which "it" is the file.</summary>
public sealed class DocumentException : Exception
{
    /// <summary>A file of which no text can be had.</summary>
    /// <param name="problem">Why.</param>
    /// <param name="message">The same in words for people; nothing of the file's content.</param>
    /// <param name="innerException">What was thrown, for logs of developers: it may hold parts of the content.</param>
    public DocumentException(DocumentProblem problem, string message, Exception? innerException = null)
        : base(message, innerException) => Problem = problem;

    /// <summary>Why.</summary>
    public DocumentProblem Problem { get; }
}
