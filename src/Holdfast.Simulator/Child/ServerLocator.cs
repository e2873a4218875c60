namespace Holdfast.Simulator.Child;

/// <summary>Finds the server that was built beside the simulator, or installed.</summary>
internal static class ServerLocator
{
    private static readonly string Name = OperatingSystem.IsWindows() ? "holdfast.exe" : "holdfast";

    /// <summary>The server for this process; null when there is none.</summary>
    public static string? Find() => Find(AppContext.BaseDirectory, Environment.ProcessPath, Environment.GetEnvironmentVariable("PATH"));

    /// <summary>
    /// From <c>artifacts/bin/Holdfast.Simulator/debug/</c> to <c>artifacts/bin/Holdfast.Server/debug/holdfast</c>; when both were
    /// published into one folder, the file next to this one; when both were installed by <c>dotnet tool install</c>, the command next to this one's;
    /// and else the one that a shell would find.
    /// </summary>
    /// <param name="baseDirectory">Where the simulator's own files are.</param>
    /// <param name="command">What it was started by.</param>
    /// <param name="path">The folders of commands.</param>
    public static string? Find(string baseDirectory, string? command, string? path)
    {
        var here = new DirectoryInfo(baseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        string?[] folders =
        [
            here.FullName,
            here.Parent?.Parent is { } bin ? Path.Combine(bin.FullName, "Holdfast.Server", here.Name) : null,
            Path.GetDirectoryName(command),
            .. path?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [],
        ];
        return folders.OfType<string>().Select(folder => Path.Combine(folder, Name)).FirstOrDefault(File.Exists);
    }
}
