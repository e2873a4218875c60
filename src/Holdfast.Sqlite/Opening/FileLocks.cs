using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Sqlite.Opening;

/// <summary>A lock on a file that .NET has no call for. On Windows an open database can be neither deleted nor moved, and needs none.</summary>
internal static class FileLocks
{
    private const int Again = 11;
    private const int Access = 13;
    private const int SetOwnLock = 37;
    private const short WriteLock = 1;

    /// <summary>Past the bytes by which SQLite's own locks are told apart (1 GiB and 512 more): these are nobody's.</summary>
    private const long LockedByte = 0x4000_0000 + 512;

    /// <summary>
    /// Locks a file against other processes for as long as the handle is open. An open file description's lock: one of the process would be
    /// lost whenever any handle of that file is closed in it.
    /// </summary>
    /// <returns>False when another has locked it. A file system without such locks refuses nobody.</returns>
    public static bool TryLock(SafeFileHandle handle)
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess)
            return true;
        var wanted = new FileLock { Type = WriteLock, Start = LockedByte, Length = 1 };
        return FileControl((int)handle.DangerousGetHandle(), SetOwnLock, ref wanted) == 0 || Marshal.GetLastPInvokeError() is not (Again or Access);
    }

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FileControl(int descriptor, int command, ref FileLock fileLock);

    /// <summary><c>struct flock</c> where numbers have 64 bits.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct FileLock
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Process;
    }
}
