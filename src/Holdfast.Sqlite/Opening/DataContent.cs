using System.Runtime.InteropServices;
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
/// <param name="database">The database file.</param>
/// <param name="log">The write-ahead log.</param>
/// <param name="index">The log's index in shared memory.</param>
internal sealed class DataContent(SafeFileHandle database, SafeFileHandle log, SafeFileHandle index)
{
    private const int IndexLength = 136;
    private const int LogHeader = 32;

    private readonly Lock _lock = new();
    private (Progress Progress, Stamp Stamp)? _known;

    /// <summary>The part that has been written to; null when neither has, or nobody can tell at this moment.</summary>
    public DataPart? FindForeign()
    {
        lock (_lock)
            return IsLogForeign() ? DataPart.Log : IsDatabaseForeign() ? DataPart.Database : null;
    }

    /// <summary>A log in which frames stand begins with the numbers that the index has of it.</summary>
    private bool IsLogForeign()
    {
        Span<byte> header = stackalloc byte[LogHeader];
        if (ReadIndex() is not { Frames: > 0 } before)
            return false;
        var isOurs = RandomAccess.Read(log, header, 0) == LogHeader && MemoryMarshal.Read<long>(header[16..]) == before.Progress.Salt;

        // Unless another process has begun the log anew in between, as it may.
        return !isOurs && ReadIndex() == before;
    }

    /// <summary>
    /// Only frames of the log are ever written to the database file, and the index says before and after how many. So it is as it was, as long
    /// as these are as they were.
    /// </summary>
    private bool IsDatabaseForeign()
    {
        if (ReadIndex() is not { } before || !before.Progress.IsAtRest)
            return false;
        var stamp = new Stamp(File.GetLastWriteTimeUtc(database), RandomAccess.GetLength(database));
        if (ReadIndex() is not { } after || after.Progress != before.Progress)
            return false;
        if (_known is { } known && known.Progress == after.Progress)
            return known.Stamp != stamp;
        _known = (after.Progress, stamp);
        return false;
    }

    private IndexHeader? ReadIndex()
    {
        Span<byte> bytes = stackalloc byte[IndexLength];
        return RandomAccess.Read(index, bytes, 0) == IndexLength
            ? new IndexHeader(
                MemoryMarshal.Read<uint>(bytes[16..]),
                new Progress(MemoryMarshal.Read<long>(bytes[32..]), MemoryMarshal.Read<uint>(bytes[96..]), MemoryMarshal.Read<uint>(bytes[128..])))
            : null;
    }

    /// <summary>What the index says of the log.</summary>
    /// <param name="Frames">Its frames.</param>
    /// <param name="Progress">How far it has come.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct IndexHeader(uint Frames, Progress Progress);

    /// <summary>How much of which log has been written to the database file.</summary>
    /// <param name="Salt">The numbers by which this log is told from the one before it.</param>
    /// <param name="Done">The frames that were.</param>
    /// <param name="Begun">The frames that were begun with.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Progress(long Salt, uint Done, uint Begun)
    {
        public bool IsAtRest => Done == Begun;
    }

    /// <summary>What changes with the database file.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Stamp(DateTime WrittenAt, long Length);
}
