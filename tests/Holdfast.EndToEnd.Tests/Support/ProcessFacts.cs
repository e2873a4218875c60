using System.Runtime.InteropServices;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>What Linux knows of a process, and what can be done to it.</summary>
internal static class ProcessFacts
{
    public const int Stop = 19;
    public const int Continue = 18;

    public static int Threads(int processId) => (int)Field(processId, "Threads:");

    public static long ResidentBytes(int processId) => Field(processId, "VmRSS:") * 1024;

    public static void Send(int processId, int signal)
    {
        if (Kill(processId, signal) != 0)
            throw new InvalidOperationException($"Signal {signal} did not reach process {processId} (errno {Marshal.GetLastPInvokeError()}).");
    }

    private static long Field(int processId, string name)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim());
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
