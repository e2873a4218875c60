using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Holdfast.Simulator.Child;

/// <summary>The polite request to stop, for which .NET has no call of its own.</summary>
internal static class Signals
{
    private const int Terminate = 15;

    /// <summary>SIGTERM; on Windows, which has none, the process is killed.</summary>
    public static void AskToStop(Process process)
    {
        if (OperatingSystem.IsWindows()) process.Kill();
        else _ = Kill(process.Id, Terminate);
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
