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
        return LinuxFileStatus.TryRead(path, followLinks: false, out var status) && status is { IsFolder: true } folder
            && folder.Owner == EffectiveUser() && (folder.Rights & OfOthers) == UnixFileMode.None;
    }

    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint EffectiveUser();
}
