using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Sqlite.Opening;

/// <summary>
/// What Linux knows of files and .NET has no call for. Elsewhere nothing is known: on Windows an open database can be neither deleted nor
/// moved.
/// </summary>
internal static class LinuxFiles
{
    private const int CurrentFolder = -100;
    private const int OfHandle = 0x1000;
    private const uint Inode = 0x100;
    private const int NoEntry = 2;
    private const int NoFolder = 20;
    private const int Again = 11;
    private const int Access = 13;
    private const int SetOwnLock = 37;
    private const short WriteLock = 1;

    /// <summary>Past the bytes by which SQLite's own locks are told apart (1 GiB and 512 more): these are nobody's.</summary>
    private const long LockedByte = 0x4000_0000 + 512;

    /// <summary>Which file a path leads to.</summary>
    /// <returns>False when that cannot be found out. The identity is null when there is no such file.</returns>
    public static bool TryIdentify(string path, out FileIdentity? identity)
    {
        identity = null;
        return TryStat(CurrentFolder, path, flags: 0, ref identity);
    }

    /// <summary>Which file a handle is of.</summary>
    /// <returns>False when that cannot be found out.</returns>
    public static bool TryIdentify(SafeFileHandle handle, out FileIdentity? identity)
    {
        identity = null;
        return TryStat(Descriptor(handle), "", OfHandle, ref identity);
    }

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
        return FileControl(Descriptor(handle), SetOwnLock, ref wanted) == 0 || Marshal.GetLastPInvokeError() is not (Again or Access);
    }

    private static bool TryStat(int folder, string path, int flags, ref FileIdentity? identity)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        try
        {
            if (Stat(folder, path, flags, Inode, out var found) != 0)
                return Marshal.GetLastPInvokeError() is NoEntry or NoFolder;
            identity = new FileIdentity(found.DeviceMajor, found.DeviceMinor, found.Inode);
            return true;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library from before 2018.
            return false;
        }
    }

    private static int Descriptor(SafeFileHandle handle) => (int)handle.DangerousGetHandle();

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Stat(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, out FileStatus status);

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FileControl(int descriptor, int command, ref FileLock fileLock);

    /// <summary>Of <c>struct statx</c>, the same on every architecture, what is asked for.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct FileStatus
    {
        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }

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

/// <summary>A file, whatever its name.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FileIdentity(uint DeviceMajor, uint DeviceMinor, ulong Inode);
