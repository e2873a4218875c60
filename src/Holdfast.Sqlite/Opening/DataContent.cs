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
/// <param name="log">The write-ahead log.</param>
/// <param name="index">The log's index in shared memory.</param>
internal sealed class DataContent(SafeFileHandle log, SafeFileHandle index)
{
    private const int IndexLength = 136;
    private const int LogHeader = 32;

    private readonly Lock _lock = new();
    private (Progress Progress, FileStamp Stamp)? _known;

    /// <summary>What the index says of the log; null when it cannot be read at this moment.</summary>
    public IndexHeader? Look()
    {
        Span<byte> bytes = stackalloc byte[IndexLength];
        return RandomAccess.Read(index, bytes, 0) == IndexLength
            ? new IndexHeader(
                MemoryMarshal.Read<uint>(bytes[16..]),
                new Progress(MemoryMarshal.Read<long>(bytes[32..]), MemoryMarshal.Read<uint>(bytes[96..]), MemoryMarshal.Read<uint>(bytes[128..])))
            : null;
    }

    /// <summary>The part that has been written to; null when neither has, or nobody can tell at this moment.</summary>
    /// <param name="before">What the index said before the database file was looked at.</param>
    /// <param name="database">How the database file looked; null when that is not known.</param>
    public DataPart? FindForeign(IndexHeader? before, FileStamp? database)
    {
        if (before is not { } seen)
            return null;
        if (IsLogForeign(seen))
            return DataPart.Log;
        return database is { } stamp && IsDatabaseForeign(seen.Progress, stamp) ? DataPart.Database : null;
    }

    /// <summary>A log in which frames stand begins with the numbers that the index has of it.</summary>
    private bool IsLogForeign(IndexHeader before)
    {
        Span<byte> header = stackalloc byte[LogHeader];
        if (before.Frames == 0)
            return false;
        var isOurs = RandomAccess.Read(log, header, 0) == LogHeader && MemoryMarshal.Read<long>(header[16..]) == before.Progress.Salt;

        // Unless another process has begun the log anew in between, as it may.
        return !isOurs && Look() == before;
    }

    /// <summary>
    /// Only frames of the log are ever written to the database file, and the index says before and after how many. So it is as it was, as long
    /// as these are as they were.
    /// </summary>
    private bool IsDatabaseForeign(Progress before, FileStamp stamp)
    {
        if (!before.IsAtRest || Look()?.Progress != before)
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
        public bool IsAtRest => Done == Begun;
    }
}
