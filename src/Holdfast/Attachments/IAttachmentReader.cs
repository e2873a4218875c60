using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Records;

namespace Holdfast.Attachments;

/// <summary>What is in the files that came with messages.</summary>
public interface IAttachmentReader
{
    /// <summary>The bounds.</summary>
    AttachmentOptions Options { get; }

    /// <summary>What is known of a file; null when it was not read yet, or so long ago that it is forgotten.</summary>
    /// <param name="conversation">Where it came with a message.</param>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<KnownFile?> FindAsync(ConversationId conversation, Attachment file, CancellationToken cancellationToken);

    /// <summary>The pictures of a file that is known; null when they are not at hand.</summary>
    /// <param name="conversation">Where it came with a message.</param>
    /// <param name="file">The file.</param>
    IReadOnlyList<Picture>? PicturesOf(ConversationId conversation, Attachment file);

    /// <summary>Fetches a file and reads it.</summary>
    /// <param name="conversation">Where it came with a message.</param>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<ReadAttachment> ReadAsync(ConversationId conversation, Attachment file, CancellationToken cancellationToken);
}

/// <summary>A file that was read just now.</summary>
/// <param name="File">What is known of it from now on, if only why it cannot be read.</param>
/// <param name="Pictures">What is to be seen in it.</param>
/// <param name="Kept">What keeps it known.</param>
public sealed record ReadAttachment(KnownFile File, IReadOnlyList<Picture> Pictures, Effects Kept);
