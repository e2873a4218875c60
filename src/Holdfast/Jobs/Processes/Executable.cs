namespace Holdfast.Jobs.Processes;

/// <summary>
/// Finds a command before it is started: the helper that gives it a session of its own would start in any case, and report
/// a missing command as an exit code like any other.
/// </summary>
internal static class Executable
{
    private const string DefaultPath = "/usr/local/bin:/usr/bin:/bin";
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>What to start; or null, and why not in words for people.</summary>
    internal static (string? Path, string Problem) Find(string command, string workingDirectory, IReadOnlyDictionary<string, string> environment)
    {
        // Windows has rules of its own for finding and for executing.
        if (OperatingSystem.IsWindows())
            return (command, "");
        if (command.Contains('/', StringComparison.Ordinal))
        {
            var path = Path.GetFullPath(command, Path.GetFullPath(workingDirectory));
            return Problem(path, command) is { } problem ? (null, problem) : (path, "");
        }

        // Not relative entries of the path: they would run what lies in the working directory.
        string? notExecutable = null;
        foreach (var folder in environment.GetValueOrDefault("PATH", DefaultPath).Split(':').Where(Path.IsPathRooted))
        {
            var path = Path.Combine(folder, command);
            if (!File.Exists(path))
                continue;
            if (Problem(path, command) is not { } problem)
                return (path, "");
            notExecutable ??= problem;
        }

        return (null, notExecutable ?? $"The command '{command}' was not found in its PATH.");
    }

    private static string? Problem(string path, string command)
    {
        if (Directory.Exists(path))
            return $"'{command}' is a directory and not a command.";
        if (!File.Exists(path))
            return $"The command '{command}' does not exist.";
        return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & AnyExecute) == UnixFileMode.None ? $"The file '{command}' is not executable." : null;
    }
}
