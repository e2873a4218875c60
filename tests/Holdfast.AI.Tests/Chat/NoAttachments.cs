using Holdfast.Attachments;
using Holdfast.Conversations;
using Holdfast.Images;
using Holdfast.Items;
using Holdfast.Records;

namespace Holdfast.AI.Tests.Chat;

/// <summary>Nothing of a file is known, and none can be read.</summary>
internal sealed class NoAttachments : IAttachmentReader
{
    /// <summary>Nobody makes any, so that nobody looks where they are kept.</summary>
    public static ConversationPictures Pictures { get; } = new(records: null!, makers: []);

    public AttachmentOptions Options { get; } = new();

    public ValueTask<KnownFile?> FindAsync(ConversationId conversation, Attachment file, CancellationToken cancellationToken) => new((KnownFile?)null);

    public IReadOnlyList<Picture>? PicturesOf(ConversationId conversation, Attachment file) => null;

    public ValueTask<ReadAttachment> ReadAsync(ConversationId conversation, Attachment file, CancellationToken cancellationToken) =>
        new(new ReadAttachment(new KnownFile(file.Id, Text: null, [], 0, "It is away."), [], Effects.None));
}
