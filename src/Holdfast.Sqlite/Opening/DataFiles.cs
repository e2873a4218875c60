using Holdfast.Files;
using Holdfast.Items;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Sqlite.Opening;

/// <summary>
/// The database file and the two beside it: locked against other processes, and watched. On Linux an open file can be deleted, moved or
/// replaced, and SQLite writes on into one that no path leads to; or emptied or overwritten where it is, and SQLite writes on behind a beginning
/// that is not its own. What is acknowledged then is lost with the process.
/// </summary>
internal sealed class DataFiles : IDisposable
{
    private readonly string _database;
    private readonly SafeFileHandle _lock;
    private readonly List<WatchedFile> _watched = [];

    private DataFiles(string database, SafeFileHandle fileLock) => (_database, _lock) = (database, fileLock);

    private DataContent? _content;

    private string Log => _database + "-wal";

    private string Index => _database + "-shm";

    /// <summary>
    /// Locks the database file. The lock file beside it does not do alone: somebody may tidy it away, and the next server would make a new one.
    /// </summary>
    /// <param name="database">Its path; it exists.</param>
    /// <exception cref="StoreException">Another process has locked it.</exception>
    public static DataFiles Lock(string database)
    {
        var handle = Open(database, FileAccess.ReadWrite);
        if (FileLocks.TryLock(handle))
            return new DataFiles(database, handle);
        handle.Dispose();
        throw StoreLock.InUse(Path.GetDirectoryName(database)!, inner: null);
    }

    /// <summary>Begins to watch, once SQLite has opened all of them.</summary>
    public void Watch()
    {
        // Elsewhere there is nothing to compare, and to open and close the index of the log would take SQLite's own locks on it away.
        if (!OperatingSystem.IsLinux())
            return;
        Watch(_database, _lock);
        foreach (var path in (string[])[Log, Index])
        {
            if (File.Exists(path))
                Watch(path, Open(path, FileAccess.Read));
        }

        if (HandleOf(Log) is { } log && HandleOf(Index) is { } index)
            _content = new DataContent(log, index);
    }

    /// <summary>Why nothing that is written is safe any more; null when it is.</summary>
    /// <remarks>It is asked after each commit, and every question to the system counts.</remarks>
    public StoreException? FindLoss()
    {
        var before = _content?.Look();
        FileStamp? database = null;
        foreach (var file in _watched)
        {
            if (!file.IsThere(out var content))
                return Lost(file.Path);
            if (file.Handle == _lock)
                database = content;
        }

        return Foreign(before, database) switch
        {
            DataPart.Database => Lost(_database),
            DataPart.Log => Lost(Log),
            _ => null,
        };
    }

    /// <summary>
    /// Whether nothing of the log may be written to the database when it is closed: what stands in the log is not what SQLite wrote, or its path
    /// leads to another file, which SQLite would delete.
    /// </summary>
    public bool IsLogForeign => IsForeign || _watched.Exists(file => file.Path == Log && File.Exists(file.Path) && !file.IsThere(out _));

    private bool IsForeign
    {
        get
        {
            var before = _content?.Look();
            return LinuxFileStatus.TryRead(_lock, out var database) && Foreign(before, database?.Content) is not null;
        }
    }

    public void Dispose()
    {
        _content?.Dispose();
        foreach (var file in _watched)
            file.Handle.Dispose();
        _lock.Dispose();
    }

    private SafeFileHandle? HandleOf(string path) => _watched.Find(file => file.Path == path)?.Handle;

    private void Watch(string path, SafeFileHandle handle)
    {
        if (LinuxFileStatus.TryRead(handle, out var status) && status is { } found)
            _watched.Add(new WatchedFile(path, handle, found.Identity));
        else if (handle != _lock)
            handle.Dispose();
    }

    private DataPart? Foreign(DataContent.IndexHeader? before, FileStamp? database) => before is { } seen ? _content?.FindForeign(seen, database) : null;

    private static SafeFileHandle Open(string path, FileAccess access) =>
        File.OpenHandle(path, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete);

    private static StoreException Lost(string path) => new(
        $"The file {path} was deleted, moved or replaced while the server was running, or something else has written to it. What was acknowledged until then is "
        + "in that file, unless it was overwritten; nothing more is acknowledged. Put the file back, or restore a backup, while no server runs: a start without it begins with an empty store.",
        isTransient: false);

    /// <summary>A file that is to stay where it is.</summary>
    private sealed class WatchedFile(string path, SafeFileHandle handle, FileIdentity identity)
    {
        private readonly byte[] _systemPath = LinuxFileStatus.ToSystemPath(path);

        public string Path => path;

        public SafeFileHandle Handle => handle;

        /// <summary>Compared with the handle as well, before it is believed: a file system may number its files anew.</summary>
        public bool IsThere(out FileStamp? content)
        {
            var canTell = LinuxFileStatus.TryRead(_systemPath, followLinks: true, out var there);
            content = there?.Content;
            return !canTell || there?.Identity == identity
                || (there is not null && LinuxFileStatus.TryRead(handle, out var held) && there.Value.Identity == held?.Identity);
        }
    }
}
