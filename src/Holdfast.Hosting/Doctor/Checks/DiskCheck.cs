using Holdfast.Diagnostics;
using Holdfast.Postgres;
using Holdfast.Sqlite;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Doctor.Checks;

/// <summary>Whether the disk of the data folder has room. Without any, no event is accepted from Slack.</summary>
internal sealed class DiskCheck(FreeSpace space, IOptions<SqliteStoreOptions> options, IOptions<PostgresStoreOptions> shared) : IDoctorCheck
{
    /// <summary>The write-ahead log alone may grow to 64 MiB, and has to before anything is written back.</summary>
    internal const long Least = 128L * 1024 * 1024;

    /// <summary>A day of busy conversations, at a few KiB a message, does not fill this.</summary>
    internal const long Comfortable = 1024L * 1024 * 1024;

    private const string Remedy = "free some space, or set Storage:Path to a folder on another disk";

    public string Name => "disk";

    public IReadOnlyList<string> Needs => ["Storage:Path"];

    public Task<CheckResult> RunAsync(CancellationToken cancellationToken) => Task.FromResult(Look());

    private CheckResult Look()
    {
        if (!string.IsNullOrEmpty(shared.Value.Url))
            return CheckResult.Skipped("DATABASE_URL is used instead of the data folder: look at the disk of the database");
        var path = DataFolder.Nearest(Path.GetFullPath(options.Value.Path));
        try
        {
            var free = space.Of(path);
            var message = $"{Size(free)} free at {path}";
            return free < Least ? CheckResult.Failed(message, Remedy)
                : free < Comfortable ? CheckResult.Warning(message, Remedy)
                : CheckResult.Ok(message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return CheckResult.Warning($"the free space at {path} is not known: {e.Message}", "look at it with df");
        }
    }

    private static string Size(long bytes) => bytes >= Comfortable ? $"{bytes / (double)Comfortable:0.0} GiB" : $"{bytes / (1024 * 1024)} MiB";
}
