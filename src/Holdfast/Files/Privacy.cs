using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Holdfast.Files;

/// <summary>Who besides the server's own user can do something to its files. On Windows that is the matter of inherited rights.</summary>
public static class Privacy
{
    /// <summary>What the server's files are made with, whatever the umask: only its own user reads and writes them.</summary>
    public const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>What its folders are made with.</summary>
    public const UnixFileMode OwnFolder = OwnFile | UnixFileMode.UserExecute;

    private const UnixFileMode OfEverybody = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
    private const UnixFileMode OfOthers = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | OfEverybody;

    // statx(2): its answer has the same shape on every kind of processor, which that of stat(2) has not.
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const uint TypeModeAndOwner = 0x1 | 0x2 | 0x8;
    private const int AnswerBytes = 256;
    private const int OwnerAt = 20;
    private const int ModeAt = 28;
    private const int TypeMask = 0xF000;
    private const int Folder = 0x4000;

    /// <summary>
    /// Whether everybody can take a file out of a folder and put another in its place. With the sticky bit, as in /tmp, that is the
    /// right of each file's owner.
    /// </summary>
    /// <param name="folder">The folder, which is there.</param>
    public static bool IsOpenToAll(string folder) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & (UnixFileMode.OtherWrite | UnixFileMode.StickyBit)) == UnixFileMode.OtherWrite;

    /// <summary>Whether everybody can put files into a folder: one that is to be ours may be there before us then.</summary>
    /// <param name="folder">The folder, which is there.</param>
    public static bool IsWritableByAll(string folder) => !OperatingSystem.IsWindows() && File.GetUnixFileMode(folder).HasFlag(UnixFileMode.OtherWrite);

    /// <summary>Leaves a file to its owner and its group, where others had a right to it.</summary>
    /// <param name="file">The file, which is there.</param>
    public static void CloseToOthers(string file)
    {
        if (OperatingSystem.IsWindows() || File.GetUnixFileMode(file) is var mode && (mode & OfEverybody) == UnixFileMode.None)
            return;
        try
        {
            File.SetUnixFileMode(file, mode & ~OfEverybody);
        }
        catch (UnauthorizedAccessException)
        {
            // It is another user's, who lets us write to it, and it is for that user to say who else may.
        }
    }

    /// <summary>Whether it is a folder, and no link to one, that this process' user owns and nobody else can enter: what is in it was put there by us.</summary>
    /// <param name="path">The path.</param>
    /// <returns>False as well where the system cannot be asked.</returns>
    public static bool IsOwnFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            return new DirectoryInfo(path) is { Exists: true, LinkTarget: null };
        return OperatingSystem.IsLinux() && Ask(path) is var (owner, mode) && owner == EffectiveUser()
            && (mode & TypeMask) == Folder && (mode & (int)OfOthers) == 0;
    }

    private static (uint Owner, int Mode)? Ask(string path)
    {
        var answer = new byte[AnswerBytes];
        try
        {
            if (ExtendedStatus(CurrentFolder, path, NoFollow, TypeModeAndOwner, answer) != 0)
                return null;
        }
        catch (EntryPointNotFoundException)
        {
            // A system library of before 2018.
            return null;
        }

        return BitConverter.IsLittleEndian
            ? (BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(OwnerAt)), BinaryPrimitives.ReadUInt16LittleEndian(answer.AsSpan(ModeAt)))
            : (BinaryPrimitives.ReadUInt32BigEndian(answer.AsSpan(OwnerAt)), BinaryPrimitives.ReadUInt16BigEndian(answer.AsSpan(ModeAt)));
    }

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ExtendedStatus(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, [Out] byte[] answer);

    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint EffectiveUser();
}
