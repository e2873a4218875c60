using System.ComponentModel;
using System.Diagnostics;
using Holdfast.Lanes;

namespace Holdfast.Jobs.Processes;

/// <summary>Starts a process, in a session of its own where the system has <c>setsid</c>.</summary>
internal static class ProcessStart
{
    private static readonly string? Setsid =
        OperatingSystem.IsWindows() ? null : Array.Find(["/usr/bin/setsid", "/bin/setsid", "/usr/local/bin/setsid", "/opt/homebrew/bin/setsid"], File.Exists);

    /// <summary>The process, and whether it leads a session; or null, and why it could not be started in words for people.</summary>
    /// <param name="id">The value of <see cref="ProcessOrder.Marker"/>.</param>
    /// <param name="command">The command and its arguments.</param>
    /// <param name="workingDirectory">Where it runs.</param>
    /// <param name="environment">All of it.</param>
    internal static (Process? Process, bool HasSession, string Problem) Try(
        string id, IReadOnlyList<string> command, string workingDirectory, IReadOnlyDictionary<string, string> environment)
    {
        if (command.Count == 0 || command[0].Length == 0)
            return (null, false, "There is no command.");
        if (command.Any(HasNul) || environment.Any(variable => HasNul(variable.Key) || HasNul(variable.Value)))
            return (null, false, "An argument or variable holds a NUL character, which no command can be given.");
        if (environment.Keys.Any(name => name.Length == 0 || name.Contains('=', StringComparison.Ordinal)))
            return (null, false, "A variable's name is empty or holds '='.");
        if (!Directory.Exists(workingDirectory))
            return (null, false, "The working directory does not exist.");
        var (path, problem) = Executable.Find(command[0], workingDirectory, environment);
        if (path is null)
            return (null, false, problem);

        // Held up until here, a job may have been reported as interrupted meanwhile, by the worker that took it over.
        LaneHold.Current?.ThrowUnlessGoodFor(TimeSpan.Zero);
        try
        {
            return (Process.Start(Describe(id, command, workingDirectory, environment, path))!, Setsid is not null, "");
        }
        catch (Exception exception) when (exception is Win32Exception or IOException)
        {
            // Too many or too long arguments, no memory, no more processes: the system's words say which.
            return (null, false, $"The command could not be started: {exception.Message}");
        }
    }

    private static ProcessStartInfo Describe(
        string id, IReadOnlyList<string> command, string workingDirectory, IReadOnlyDictionary<string, string> environment, string path)
    {
        var start = new ProcessStartInfo(Setsid ?? path)
        {
            WorkingDirectory = workingDirectory,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Setsid is not null)
            start.ArgumentList.Add(path);
        foreach (var argument in command.Skip(1))
            start.ArgumentList.Add(argument);
        start.Environment.Clear();
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        start.Environment[ProcessOrder.Marker] = id;
        return start;
    }

    private static bool HasNul(string text) => text.Contains('\0', StringComparison.Ordinal);
}
