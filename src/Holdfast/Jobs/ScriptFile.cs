using Holdfast.Lanes;

namespace Holdfast.Jobs;

/// <summary>A script while it runs: a file that only the server's own user can read, gone afterwards.</summary>
internal static class ScriptFile
{
    /// <summary>Writes it.</summary>
    /// <returns>Its path; empty when the job runs no script.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static async Task<string> WriteAsync(ItemId job, string? script)
    {
        if (script is null)
            return "";
        var folder = FolderOf(job);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var path = Path.Combine(folder, "script.sh");
        await using var writer = new StreamWriter(path, options);
        await writer.WriteAsync(script);
        return path;
    }

    /// <summary>Removes it, if it is there.</summary>
    public static void Delete(ItemId job)
    {
        try
        {
            Directory.Delete(FolderOf(job), recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Most jobs have none. One that stays is in a private folder under the system's temporary one, which the system clears.
        }
    }

    private static string FolderOf(ItemId job) => Path.Combine(Path.GetTempPath(), $"holdfast-job-{job}");
}
