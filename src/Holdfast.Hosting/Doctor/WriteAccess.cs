using System.Runtime.InteropServices;

namespace Holdfast.Hosting.Doctor;

/// <summary>Whether something may be written, found out without writing anything.</summary>
internal static class WriteAccess
{
    private const int MayEnter = 1;
    private const int MayWrite = 2;

    public static bool ToFile(string path) => IsGranted(path, MayWrite);

    /// <summary>Whether files may be made in it.</summary>
    public static bool ToFolder(string path) => IsGranted(path, MayWrite | MayEnter);

    // Windows has no such question: there it shows at the start.
    private static bool IsGranted(string path, int mode) => OperatingSystem.IsWindows() || Access(path, mode) == 0;

    [DllImport("libc", EntryPoint = "access", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Access([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int mode);
}
