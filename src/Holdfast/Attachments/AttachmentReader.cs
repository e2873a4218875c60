using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Slack;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Attachments;

/// <summary>What is in the files that came with messages: looked up where it is known, else fetched from Slack and read.</summary>
/// <param name="fetcher">Fetches files.</param>
/// <param name="reader">Reads them.</param>
/// <param name="records">Where it is kept what is known of them.</param>
/// <param name="pictures">Pictures that were seen lately.</param>
/// <param name="options">The bounds.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">For files that could not be had.</param>
public sealed partial class AttachmentReader(
    FileFetcher fetcher, IFileReader reader, IRecordReader records, PictureCache pictures, IOptions<AttachmentOptions> options, TimeProvider time, ILogger<AttachmentReader> logger)
{
    /// <summary>The bounds.</summary>
    public AttachmentOptions Options => options.Value;

    /// <summary>What is known of a file; null when it was not read yet, or so long ago that it is forgotten.</summary>
    /// <param name="conversation">Where it came with a message.</param>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<KnownFile?> FindAsync(ConversationId conversation, Attachment file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        return KnownFile.Of(await records.GetRecordAsync(KnownFile.KeyOf(conversation.Team, file.Id), cancellationToken));
    }

    /// <summary>The pictures of a file that is known, if they are at hand.</summary>
    /// <param name="conversation">Where it came with a message.</param>
    /// <param name="file">The file.</param>
    public IReadOnlyList<Picture>? PicturesOf(ConversationId conversation, Attachment file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return pictures.Find(conversation.Team, file.Id);
    }

    /// <summary>Fetches a file and reads it.</summary>
    /// <param name="conversation">Where it came with a message.</param>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What is known of it now, if only why it cannot be read, and what keeps it known.</returns>
    public async ValueTask<(KnownFile File, Effects Kept, IReadOnlyList<Picture> Pictures)> ReadAsync(ConversationId conversation, Attachment file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        var team = conversation.Team;
        try
        {
            await using var fetched = await fetcher.FetchAsync(team, file, cancellationToken);
            var reading = await reader.ReadAsync(new FetchedFile(fetched.Path, fetched.Name, fetched.MediaType, options.Value.MaxCharacters), cancellationToken);
            pictures.Keep(team, file.Id, reading.Pictures);
            var known = new KnownFile(file.Id, reading.Text, reading.Notes, reading.Pictures.Count);
            return (known, Kept(team, known), reading.Pictures);
        }
        catch (UnreadableFileException e)
        {
            if (e.InnerException is not null)
                LogUnread(file.Id, e.Message, e.InnerException);
            var known = new KnownFile(file.Id, Text: null, [], Pictures: 0, e.Message) { IsTransient = e.IsTransient };
            return (known, e.IsTransient ? Effects.None : Kept(team, known), []);
        }
    }

    private Effects Kept(TeamId team, KnownFile known) => new() { Records = [known.ToRecord(team, time.GetUtcNow())] };

    [LoggerMessage(2010, LogLevel.Warning, "The file {File} could not be read: {Problem}")]
    private partial void LogUnread(string file, string problem, Exception cause);
}
