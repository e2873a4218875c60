using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Files;

/// <summary>What Linux knows of a file and .NET has no call for. Elsewhere nothing is known.</summary>
/// <param name="Owner">The user whose it is.</param>
/// <param name="Mode">Its type and rights, as in <c>st_mode</c>.</param>
/// <param name="Identity">Which file it is, whatever its name.</param>
/// <param name="Content">What changes when it is written to.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LinuxFileStatus(uint Owner, int Mode, FileIdentity Identity, FileStamp Content)
{
    // statx(2): its answer has the same shape on every kind of processor, which that of stat(2) has not.
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const int OfHandle = 0x1000;
    private const uint TypeModeOwnerTimeInodeAndSize = 0x1 | 0x2 | 0x8 | 0x40 | 0x100 | 0x200;
    private const int NoEntry = 2;
    private const int NoFolder = 20;
    private const int TypeMask = 0xF000;
    private const int Folder = 0x4000;

    /// <summary>Whether it is a folder.</summary>
    public bool IsFolder => (Mode & TypeMask) == Folder;

    /// <summary>Its rights.</summary>
    public UnixFileMode Rights => (UnixFileMode)(Mode & ~TypeMask);

    /// <summary>Asks about what a path leads to.</summary>
    /// <param name="path">The path.</param>
    /// <param name="followLinks">Whether that is what a link at its end leads to, or the link.</param>
    /// <param name="status">What is there; null when there is nothing.</param>
    /// <returns>False when it cannot be found out.</returns>
    public static bool TryRead(string path, bool followLinks, out LinuxFileStatus? status) =>
        TryRead(ToSystemPath(path), followLinks, out status);

    /// <summary>The same for a path that is asked about often, so that it is not encoded each time.</summary>
    /// <param name="systemPath">What <see cref="ToSystemPath"/> made of it.</param>
    /// <param name="followLinks">Whether that is what a link at its end leads to, or the link.</param>
    /// <param name="status">What is there; null when there is nothing.</param>
    /// <returns>False when it cannot be found out.</returns>
    public static bool TryRead(ReadOnlySpan<byte> systemPath, bool followLinks, out LinuxFileStatus? status) =>
        TryAsk(CurrentFolder, systemPath, followLinks ? 0 : NoFollow, out status);

    /// <summary>Asks about an open file.</summary>
    /// <param name="handle">The file.</param>
    /// <param name="status">What it is.</param>
    /// <returns>False when it cannot be found out.</returns>
    public static bool TryRead(SafeFileHandle handle, out LinuxFileStatus? status)
    {
        ArgumentNullException.ThrowIfNull(handle);
        return TryAsk((int)handle.DangerousGetHandle(), "\0"u8, OfHandle, out status);
    }

    /// <summary>A path as the system takes it: UTF-8, and a zero behind it.</summary>
    /// <param name="path">The path.</param>
    public static byte[] ToSystemPath(string path) => Encoding.UTF8.GetBytes(path + '\0');

    private static bool TryAsk(int folder, ReadOnlySpan<byte> path, int flags, out LinuxFileStatus? status)
    {
        status = null;
        if (!OperatingSystem.IsLinux())
            return false;
        try
        {
            if (ExtendedStatus(folder, in MemoryMarshal.GetReference(path), flags, TypeModeOwnerTimeInodeAndSize, out var answer) != 0)
                return Marshal.GetLastPInvokeError() is NoEntry or NoFolder;
            status = new LinuxFileStatus(
                answer.Owner,
                answer.Mode,
                new FileIdentity(answer.DeviceMajor, answer.DeviceMinor, answer.Inode),
                new FileStamp(answer.WrittenSeconds, answer.WrittenNanoseconds, answer.Length));
            return true;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library from before 2018.
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ExtendedStatus(int folder, in byte path, int flags, uint mask, out Answer answer);

    /// <summary>Of <c>struct statx</c>, the same on every architecture, what is asked for.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Answer
    {
        [FieldOffset(20)]
        public uint Owner;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(40)]
        public ulong Length;

        [FieldOffset(112)]
        public long WrittenSeconds;

        [FieldOffset(120)]
        public uint WrittenNanoseconds;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
