namespace Holdfast.Simulator.Child;

/// <summary>Finds the server that was built beside the simulator.</summary>
internal static class ServerLocator
{
    /// <summary>
    /// From <c>artifacts/bin/Holdfast.Simulator/debug/</c> to <c>artifacts/bin/Holdfast.Server/debug/holdfast</c>; when both were
    /// published into one folder, the file next to this one.
    /// </summary>
    public static string? Find(string baseDirectory)
    {
        var name = OperatingSystem.IsWindows() ? "holdfast.exe" : "holdfast";
        var here = new DirectoryInfo(baseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var beside = Path.Combine(here.FullName, name);
        if (File.Exists(beside)) return beside;
        if (here.Parent?.Parent is not { } bin) return null;
        var built = Path.Combine(bin.FullName, "Holdfast.Server", here.Name, name);
        return File.Exists(built) ? built : null;
    }
}
