using Holdfast.Files;
using Holdfast.Items;

namespace Holdfast.Jobs;

/// <summary>
/// A script while it runs: a file that only the server's own user can read, gone afterwards. Its folder stands among everybody's
/// temporary ones: another user who knew its name beforehand could put a folder there, with a script in it.
/// </summary>
internal static class ScriptFile
{
    private const string Prefix = "holdfast-job-";

    /// <summary>Writes it.</summary>
    /// <param name="job">Whose it is.</param>
    /// <param name="script">The script; null when the job runs none.</param>
    /// <returns>Its path; empty when the job runs no script.</returns>
    /// <exception cref="IOException">It cannot be written, or not where no other user can replace it.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be written.</exception>
    public static async Task<string> WriteAsync(ItemId job, string? script)
    {
        if (script is null)
            return "";
        var around = Path.GetTempPath();
        if (Privacy.IsOpenToAll(around))
            throw new IOException($"{around} can be changed by everybody, with all that is in it: set TMPDIR to a folder of the server's own user");

        // mkdtemp(3): for its owner only, with an unpredictable end, and never one that exists already.
        var path = Path.Combine(Directory.CreateTempSubdirectory($"{Prefix}{job}-").FullName, "script.sh");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Privacy.OwnFile;
        await using var writer = new StreamWriter(path, options);
        await writer.WriteAsync(script);
        return path;
    }

    /// <summary>The jobs of which scripts are left, from before a server on this machine died.</summary>
    public static IReadOnlyList<ItemId> Leftovers() =>
        [.. Folders("*").Select(static folder => ItemId.TryParse(Path.GetFileName(folder)[Prefix.Length..].Split('-')[0], out var job) ? job : default).Where(static job => job != default).Distinct()];

    /// <summary>Removes what is there of a job's.</summary>
    public static void Delete(ItemId job)
    {
        foreach (var folder in Folders($"{job}*").Where(Privacy.IsOwnFolder))
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It stays, unreadable to other users, until the system clears its temporary files.
            }
        }
    }

    private static string[] Folders(string rest)
    {
        try
        {
            return Directory.GetDirectories(Path.GetTempPath(), Prefix + rest);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
