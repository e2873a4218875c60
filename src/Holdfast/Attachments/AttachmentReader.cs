using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Slack;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Attachments;

/// <summary>What is in the files that came with messages: looked up where it is known, else fetched and read.</summary>
/// <param name="fetcher">Fetches files.</param>
/// <param name="reader">Reads them.</param>
/// <param name="records">Where it is kept what is known of them.</param>
/// <param name="pictures">Pictures that were seen lately.</param>
/// <param name="options">The bounds.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">For files that could not be had.</param>
internal sealed partial class AttachmentReader(
    FileFetcher fetcher, IFileReader reader, IRecordReader records, PictureCache pictures, IOptions<AttachmentOptions> options, TimeProvider time, ILogger<AttachmentReader> logger)
    : IAttachmentReader
{
    /// <inheritdoc/>
    public AttachmentOptions Options => options.Value;

    /// <inheritdoc/>
    public async ValueTask<KnownFile?> FindAsync(ConversationId conversation, Attachment file, CancellationToken cancellationToken) =>
        KnownFile.Of(await records.GetRecordAsync(KnownFile.KeyOf(conversation.Team, file.Id), cancellationToken));

    /// <inheritdoc/>
    public IReadOnlyList<Picture>? PicturesOf(ConversationId conversation, Attachment file) => pictures.Find(conversation.Team, file.Id);

    /// <inheritdoc/>
    public async ValueTask<ReadAttachment> ReadAsync(ConversationId conversation, Attachment file, CancellationToken cancellationToken)
    {
        var team = conversation.Team;
        try
        {
            await using var fetched = await fetcher.FetchAsync(team, file, cancellationToken);
            var reading = await reader.ReadAsync(new FetchedFile(fetched.Path, fetched.Name, fetched.MediaType, options.Value.MaxCharacters), cancellationToken);
            pictures.Keep(team, file.Id, reading.Pictures);
            var known = new KnownFile(file.Id, reading.Text, reading.Notes, reading.Pictures.Count);
            return new ReadAttachment(known, reading.Pictures, Kept(team, known));
        }
        catch (UnreadableFileException e)
        {
            if (e.InnerException is not null)
                LogUnread(file.Id, e.Message, Diagnostics.Causes.Of(e.InnerException));
            var known = new KnownFile(file.Id, Text: null, [], Pictures: 0, e.Message);
            return new ReadAttachment(known, [], e.IsTransient ? Effects.None : Kept(team, known));
        }
    }

    private Effects Kept(TeamId team, KnownFile known) => new() { Records = [known.ToRecord(team, time.GetUtcNow())] };

    [LoggerMessage(2010, LogLevel.Warning, "The file {File} could not be read: {Problem} < {Causes}")]
    private partial void LogUnread(string file, string problem, string causes);
}
