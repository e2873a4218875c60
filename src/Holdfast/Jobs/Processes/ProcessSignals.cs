using System.Runtime.InteropServices;

namespace Holdfast.Jobs.Processes;

/// <summary>Signals of Unix, for which .NET has no call of its own.</summary>
internal static class ProcessSignals
{
    internal const int Kill = 9;
    internal const int Terminate = 15;

    /// <summary>Sends a signal; does not report that the process is gone already, or belongs to another user.</summary>
    internal static void Send(int process, int signal)
    {
        // 0 and negative numbers mean groups, among them our own.
        if (process > 1)
            _ = SendSignal(process, signal);
    }

    internal static void SendToGroup(int group, int signal)
    {
        if (group > 1)
            _ = SendSignal(-group, signal);
    }

    /// <summary>
    /// Hides this process's memory and environment from other processes of the same user, on Linux: the jobs that it starts are
    /// such, and its environment holds its tokens. See prctl(2), PR_SET_DUMPABLE. Not from root.
    /// </summary>
    internal static void HideOwnEnvironment()
    {
        const int setDumpable = 4;
        if (OperatingSystem.IsLinux())
            _ = ProcessControl(setDumpable, 0, 0, 0, 0);
    }

    [DllImport("libc", EntryPoint = "prctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ProcessControl(int option, nint first, nint second, nint third, nint fourth);

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
