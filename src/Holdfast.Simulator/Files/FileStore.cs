using Holdfast.Simulator.Identity;

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

    public byte[] Bytes { get; set; } = [];

    /// <summary>The messages that carry it.</summary>
    public List<(string Channel, string Ts)> Shares { get; } = [];
}

/// <summary>The workspace's files; the oldest go first when there are too many. Guarded by the world's lock.</summary>
internal sealed class FileStore(string teamId, SimulatorAddress address, IdSource ids, TimeProvider time)
{
    /// <summary>The most a file may have.</summary>
    public const int MaxFileBytes = 64 * 1024 * 1024;

    private const long MaxTotalBytes = 512L * 1024 * 1024;
    private const int MaxFiles = 2_000;
    private readonly Dictionary<string, FileEntry> _byId = [];
    private readonly Dictionary<string, FileEntry> _byToken = [];
    private readonly Queue<FileEntry> _oldestFirst = new();
    private long _totalBytes;

    /// <summary>The files that exist, oldest first.</summary>
    public IReadOnlyList<SlackFile> All => [.. _oldestFirst.Where(entry => entry.Phase == FilePhase.Completed).Select(entry => entry.File)];

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
        var entry = new FileEntry(file, ids.Uuid().ToString("N"));
        _byId.Add(id, entry);
        _byToken.Add(entry.Token, entry);
        _oldestFirst.Enqueue(entry);
        _totalBytes += size;
        while (_oldestFirst.Count > MaxFiles || (_totalBytes > MaxTotalBytes && _oldestFirst.Count > 1)) Forget(_oldestFirst.Dequeue());
        return entry;
    }

    public FileEntry? Find(string id) => _byId.GetValueOrDefault(id);

    public FileEntry? FindUpload(string token) => _byToken.GetValueOrDefault(token);

    private void Forget(FileEntry entry)
    {
        _byId.Remove(entry.File.Id);
        _byToken.Remove(entry.Token);
        _totalBytes -= entry.File.Size;
    }
}
