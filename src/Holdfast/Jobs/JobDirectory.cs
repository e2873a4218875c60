namespace Holdfast.Jobs;

/// <summary>Where jobs may run: in the working directory and below it, as the system sees it and not as the path is spelt.</summary>
internal static class JobDirectory
{
    /// <summary>The most characters of a directory that is asked for.</summary>
    public const int MaxLength = 1_000;

    private const int MaxLinks = 40;

    /// <summary>The directory as a full path without links; or null, and why not, in words for the model.</summary>
    /// <param name="workingDirectory">The operator's.</param>
    /// <param name="directory">Below it; null for itself.</param>
    public static (string? Path, string Problem) Find(string workingDirectory, string? directory)
    {
        if (Resolve(Path.GetFullPath(workingDirectory)) is not { } home)
            return (null, "the jobs' working directory doesn't exist: an operator must create it.");
        if (Resolve(Path.Combine(home, directory ?? "")) is not { } path)
            return (null, "that directory doesn't exist.");
        return IsWithin(home, path) ? (path, "") : (null, "the directory must be the working directory or lie within it.");
    }

    private static bool IsWithin(string home, string path) =>
        path == home || path.StartsWith(Path.EndsInDirectorySeparator(home) ? home : home + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>What the path leads to. <c>..</c> is taken where it stands, after the links before it, as the system does.</summary>
    private static string? Resolve(string path)
    {
        var current = Path.GetPathRoot(path)!;
        var rest = new Stack<string>();
        Push(rest, path[current.Length..]);
        var links = 0;
        try
        {
            while (rest.TryPop(out var name))
            {
                if (name == "..")
                {
                    current = Path.GetDirectoryName(current) ?? current;
                    continue;
                }

                var next = new DirectoryInfo(Path.Combine(current, name));
                if (next.LinkTarget is not { } target)
                {
                    if (!next.Exists)
                        return null;
                    current = next.FullName;
                    continue;
                }

                if (++links > MaxLinks)
                    return null;
                var root = Path.IsPathRooted(target) ? Path.GetPathRoot(target)! : "";
                current = root.Length > 0 ? root : current;
                Push(rest, target[root.Length..]);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What may not be looked at is not entered either.
            return null;
        }

        return current;
    }

    private static void Push(Stack<string> rest, string path)
    {
        foreach (var name in path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar]).Reverse().Where(name => name is not ("" or ".")))
            rest.Push(name);
    }
}
