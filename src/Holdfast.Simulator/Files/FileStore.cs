using Holdfast.Simulator.Identity;
using Holdfast.Simulator.Pictures;

namespace Holdfast.Simulator.Files;

/// <summary>How far a file is on its way into the workspace.</summary>
internal enum FilePhase
{
    /// <summary>An upload address was handed out.</summary>
    Announced,

    /// <summary>As many bytes as announced arrived.</summary>
    Uploaded,

    /// <summary>The upload was completed: the file exists.</summary>
    Completed,
}

/// <summary>A file with its bytes and where it was shared. Guarded by the world's lock.</summary>
internal sealed class FileEntry(SlackFile file, string token)
{
    public SlackFile File { get; set; } = file;

    /// <summary>The end of the upload address.</summary>
    public string Token { get; } = token;

    public FilePhase Phase { get; set; }

    public byte[] Bytes { get; private set; } = [];

    /// <summary>The messages that carry it.</summary>
    public List<(string Channel, string Ts)> Shares { get; } = [];

    /// <summary>Takes in what was uploaded; only then it is known what the file is.</summary>
    public void Fill(byte[] bytes, FilePhase phase)
    {
        (Bytes, Phase) = (bytes, phase);
        var kind = FileTypes.Of(File.Name, bytes);
        var picture = PictureInfo.Read(bytes);
        File = File with { Kind = kind, Width = picture?.Width, Height = picture?.Height };
        if (!kind.IsText && File.SnippetType is null) return;
        var (preview, lines) = FileTypes.Preview(bytes);
        File = File with { Preview = preview, Lines = lines };
    }

    /// <summary>Leaves a mark where it was.</summary>
    public void Delete()
    {
        Bytes = [];
        File = File with { IsDeleted = true };
    }
}

/// <summary>The workspace's files; the oldest go first when there are too many. Guarded by the world's lock.</summary>
internal sealed class FileStore(string teamId, SimulatorAddress address, IdSource ids, TimeProvider time, long maxTotalBytes)
{
    /// <summary>The most a file may have.</summary>
    public const int MaxFileBytes = 64 * 1024 * 1024;

    private const int MaxFiles = 2_000;
    private readonly Dictionary<string, FileEntry> _byId = [];
    private readonly Dictionary<string, FileEntry> _byToken = [];
    private readonly Queue<FileEntry> _oldestFirst = new();
    private long _totalBytes;

    /// <summary>The files that exist, oldest first.</summary>
    public IReadOnlyList<SlackFile> All => [.. _oldestFirst.Where(entry => entry is { Phase: FilePhase.Completed, File.IsDeleted: false }).Select(entry => entry.File)];

    /// <summary>A new file whose bytes are still to come.</summary>
    public FileEntry Announce(string name, long size, string user, string? altText = null, string? snippetType = null)
    {
        var id = ids.Prefixed("F", 10);
        var file = new SlackFile(id, name, name, size, user, time.GetUtcNow())
        {
            AltText = altText,
            SnippetType = snippetType,
            // Slack's addresses name the workspace, the file and the file's name.
            UrlPrivate = new Uri(address.Base, $"files-pri/{teamId}-{id}/{Uri.EscapeDataString(name)}"),
        };
        return Keep(file);
    }

    /// <summary>A file that lies elsewhere: there are no bytes of it here.</summary>
    public FileEntry Refer(string name, Uri url, string user)
    {
        var entry = Keep(new SlackFile(ids.Prefixed("F", 10), name, name, Size: 0, user, time.GetUtcNow()) { UrlPrivate = url, IsExternal = true });
        entry.Phase = FilePhase.Completed;
        return entry;
    }

    public FileEntry? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>By its <c>url_private</c>.</summary>
    public FileEntry? FindByUrl(string? url) => _byId.Values.FirstOrDefault(entry => entry.File.UrlPrivate.AbsoluteUri == url);

    public FileEntry? FindUpload(string token) => _byToken.GetValueOrDefault(token);

    private FileEntry Keep(SlackFile file)
    {
        var entry = new FileEntry(file, ids.Uuid().ToString("N"));
        _byId.Add(file.Id, entry);
        _byToken.Add(entry.Token, entry);
        _oldestFirst.Enqueue(entry);
        _totalBytes += file.Size;
        while (_oldestFirst.Count > MaxFiles || (_totalBytes > maxTotalBytes && _oldestFirst.Count > 1)) Forget(_oldestFirst.Dequeue());
        return entry;
    }

    private void Forget(FileEntry entry)
    {
        _byId.Remove(entry.File.Id);
        _byToken.Remove(entry.Token);
        _totalBytes -= entry.File.Size;
    }
}
