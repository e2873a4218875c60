using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Holdfast.Files;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Sqlite.Opening;

/// <summary>A file of the database.</summary>
internal enum DataPart
{
    /// <summary>The database file.</summary>
    Database,

    /// <summary>The write-ahead log.</summary>
    Log,
}

/// <summary>
/// Notices that something other than SQLite has written to the database file or its log: a backup that was copied over it, a log that was
/// emptied to free the disk. SQLite itself, in whatever process, leaves traces in the index beside them, whose form is documented
/// (https://sqlite.org/walformat.html).
/// </summary>
internal sealed class DataContent : IDisposable
{
    private const int IndexLength = 136;
    private const int LogHeader = 32;

    private readonly SafeFileHandle _log;
    private readonly MemoryMappedFile _index;
    private readonly MemoryMappedViewAccessor _header;
    private readonly Lock _lock = new();
    private (Progress Progress, FileStamp Stamp)? _known;

    /// <summary>Begins to look at them.</summary>
    /// <param name="log">The write-ahead log.</param>
    /// <param name="index">The log's index, which SQLite has in shared memory too: to look at it there asks nothing of the system.</param>
    public DataContent(SafeFileHandle log, SafeFileHandle index)
    {
        _log = log;
        _index = MemoryMappedFile.CreateFromFile(index, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _header = _index.CreateViewAccessor(0, IndexLength, MemoryMappedFileAccess.Read);
    }

    /// <summary>What the index says of the log.</summary>
    public IndexHeader Look()
    {
        // SQLite's own threads write there meanwhile: what is read before this call, and after it, is.
        Interlocked.MemoryBarrier();
        var header = new IndexHeader(_header.ReadUInt32(16), new Progress(_header.ReadInt64(32), _header.ReadUInt32(96), _header.ReadUInt32(128)));
        Interlocked.MemoryBarrier();
        return header;
    }

    /// <summary>The part that has been written to; null when neither has, or nobody can tell at this moment.</summary>
    /// <param name="before">What the index said before the database file was looked at.</param>
    /// <param name="database">How the database file looked; null when that is not known.</param>
    public DataPart? FindForeign(IndexHeader before, FileStamp? database)
    {
        if (IsLogForeign(before))
            return DataPart.Log;
        return database is { } stamp && IsDatabaseForeign(before.Progress, stamp) ? DataPart.Database : null;
    }

    public void Dispose()
    {
        _header.Dispose();
        _index.Dispose();
    }

    /// <summary>A log in which frames stand begins with the numbers that the index has of it.</summary>
    private bool IsLogForeign(IndexHeader before)
    {
        Span<byte> header = stackalloc byte[LogHeader];
        if (before.Frames == 0)
            return false;
        var isOurs = RandomAccess.Read(_log, header, 0) == LogHeader && MemoryMarshal.Read<long>(header[16..]) == before.Progress.Salt;

        // Unless another process has begun the log anew in between, as it may.
        return !isOurs && Look() == before;
    }

    /// <summary>
    /// Only frames of the log are ever written to the database file, and the index says before and after how many. So it is as it was, as long
    /// as these are as they were.
    /// </summary>
    private bool IsDatabaseForeign(Progress before, FileStamp stamp)
    {
        if (!before.IsComplete || Look().Progress != before)
            return false;
        lock (_lock)
        {
            if (_known is { } known && known.Progress == before)
                return known.Stamp != stamp;
            _known = (before, stamp);
            return false;
        }
    }

    /// <summary>What the index says of the log.</summary>
    /// <param name="Frames">Its frames.</param>
    /// <param name="Progress">How far it has come.</param>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct IndexHeader(uint Frames, Progress Progress);

    /// <summary>How much of which log has been written to the database file.</summary>
    /// <param name="Salt">The numbers by which this log is told from the one before it.</param>
    /// <param name="Done">The frames that were.</param>
    /// <param name="Begun">The frames that were begun with.</param>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Progress(long Salt, uint Done, uint Begun)
    {
        public bool IsComplete => Done == Begun;
    }
}
