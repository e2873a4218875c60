using System.Runtime.CompilerServices;
using Holdfast.Agents;
using Holdfast.Attachments;
using Holdfast.Images;
using Holdfast.Records;

namespace Holdfast.AI.Chat;

/// <summary>
/// The files of a run: those of its question, of what was said before, and the pictures that the agent made. Each that is not known yet is fetched and read in a step of its own. The newest
/// come first: of more than may be read, the oldest stay unread.
/// </summary>
/// <param name="reader">Reads them.</param>
/// <param name="pictures">The pictures that the agent made.</param>
/// <param name="turn">The question.</param>
internal sealed class RunFiles(IAttachmentReader reader, ConversationPictures pictures, AgentTurn turn)
{
    /// <summary>The most of the agent's own pictures that it is shown: each is paid for with every question.</summary>
    private const int MostMade = 2;

    private int _left = reader.Options.MaxPictures;
    private readonly Dictionary<string, KnownFile> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<Picture>> _pictures = new(StringComparer.Ordinal);

    /// <summary>The pictures that the agent made in earlier runs and that can be seen, oldest first: no provider takes one in what the agent itself has said.</summary>
    public MessageContent Made { get; private set; } = MessageContent.Empty;

    /// <summary>What is known of a file; null when it was not read.</summary>
    public KnownFile? Find(Attachment file) => _known.GetValueOrDefault(file.Id);

    /// <summary>What is to be seen of a file.</summary>
    public IReadOnlyList<Picture> PicturesOf(Attachment file) => _pictures.GetValueOrDefault(file.Id) ?? [];

    /// <summary>Reads what is not known.</summary>
    /// <param name="earlier">What was said before, oldest first.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async IAsyncEnumerable<AgentUpdate> ReadAsync(IReadOnlyList<Turn> earlier, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Those of this very run are as new to the model as the words by which it had them made.
        var made = (await pictures.MadeAsync(turn.Conversation, cancellationToken)).Where(one => one.Run != turn.Run).Select(one => one.File).TakeLast(MostMade).ToList();
        await foreach (var update in ReadAsync(FilesOf(earlier, made).Take(reader.Options.MaxFiles), cancellationToken))
            yield return update;
        Made = new MessageContent("") { Attachments = [.. made.Where(file => PicturesOf(file).Count > 0)] };
    }

    /// <summary>Reads those of certain files that are not known.</summary>
    /// <param name="files">The files.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async IAsyncEnumerable<AgentUpdate> ReadAsync(IEnumerable<Attachment> files, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The newest first, since somebody last asked for another try.
        var tried = turn.FinishedSteps.Reverse().TakeWhile(step => step.Kind != StepKinds.Again).ToList();
        foreach (var file in files)
        {
            var found = await reader.FindAsync(turn.Conversation, file, cancellationToken);
            if (found is not null && (found.Pictures == 0 || _left <= 0 || Show(file, reader.PicturesOf(turn.Conversation, file))))
            {
                _known[file.Id] = found;
                continue;
            }

            // Slack did not give it a moment ago, in this very run: the answer says so, and the next question tries again.
            if (tried.FirstOrDefault(step => step.Kind == StepKinds.File && step.Resume == file.Id) is { Error: { } problem })
            {
                _known[file.Id] = new KnownFile(file.Id, Text: null, [], Pictures: 0, problem);
                continue;
            }

            yield return new AgentUpdate.StepStarted(StepKinds.File, file.Name, AttachmentWording.Facts(file));
            var (read, seen, kept) = await reader.ReadAsync(turn.Conversation, file, cancellationToken);
            _known[file.Id] = read;
            Show(file, seen);
            yield return new AgentUpdate.StepFinished(AttachmentWording.Read(read), read.Problem) { Resume = file.Id, Effects = kept };
        }
    }

    /// <summary>Takes as many pictures of a file as may still be shown.</summary>
    private bool Show(Attachment file, IReadOnlyList<Picture>? pictures)
    {
        if (pictures is null)
            return false;
        _pictures[file.Id] = [.. pictures.Take(Math.Max(0, _left))];
        _left -= pictures.Count;
        return true;
    }

    private List<Attachment> FilesOf(IReadOnlyList<Turn> earlier, IEnumerable<Attachment> made)
    {
        var (files, seen) = (new List<Attachment>(), new HashSet<string>(StringComparer.Ordinal));
        files.AddRange(FilesIn(turn.Content).Concat(made.Reverse()).Where(file => seen.Add(file.Id)));
        foreach (var content in earlier.Where(said => said.Role == Turn.User).Select(said => said.Content).Reverse())
            files.AddRange(FilesIn(content).Where(file => seen.Add(file.Id)));
        return files;
    }

    /// <summary>What came with a message, and the pictures that it links.</summary>
    public static IEnumerable<Attachment> FilesIn(MessageContent content) => content.Attachments.Concat(LinkedPictures.In(content));
}
