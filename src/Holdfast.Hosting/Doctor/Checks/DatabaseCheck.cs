using Holdfast.Diagnostics;
using Holdfast.Files;
using Holdfast.Hosting.OperatorApi;
using Holdfast.Items;
using Holdfast.Postgres;
using Holdfast.Sqlite;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Doctor.Checks;

/// <summary>
/// Whether a server can work with what is in the data folder. Its lock is not tried: for that instant a server that starts would be
/// refused.
/// </summary>
internal sealed class DatabaseCheck(IOptions<SqliteStoreOptions> options, IOptions<PostgresStoreOptions> shared) : IDoctorCheck
{
    private static readonly string[] Files = ["holdfast.db", "holdfast.db-wal", "holdfast.db-shm", "holdfast.lock"];

    public string Name => "database";

    public IReadOnlyList<string> Needs => ["Storage:Path"];

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(shared.Value.Url))
            return CheckResult.Skipped("DATABASE_URL is used instead of the data folder");
        var folder = Path.GetFullPath(options.Value.Path);
        var existing = DataFolder.Nearest(folder);
        if (!Directory.Exists(existing))
            return CheckResult.Failed($"{existing} is no folder, so {folder} cannot be made", "set Storage:Path to another folder");
        if (!WriteAccess.ToFolder(existing))
            return NotWritable(existing);
        if (Directory.Exists(folder) && Privacy.IsWritableByAll(folder))
            return CheckResult.Failed($"everybody on this machine can put files into {folder}, in place of the server's own", "chmod o-w, or set Storage:Path to a new folder in it, which the server makes for itself");
        if (!SqliteStore.Exists(options.Value))
            return CheckResult.Ok($"{folder} holds no data yet; the first start makes it");
        if (Files.Select(name => Path.Combine(folder, name)).FirstOrDefault(file => File.Exists(file) && !WriteAccess.ToFile(file)) is { } locked)
            return NotWritable(locked);
        try
        {
            return await InspectAsync(folder, cancellationToken);
        }
        catch (StoreException e)
        {
            return CheckResult.Failed($"{folder}: {e.Message}", "restore a backup, or move the file away to start with an empty one");
        }
    }

    private async Task<CheckResult> InspectAsync(string folder, CancellationToken cancellationToken)
    {
        var seen = SqliteStoreInspection.Of(options.Value);
        if (seen.Schema > seen.NewestSchema)
        {
            return CheckResult.Failed(
                $"{folder} was written by a newer Holdfast (schema {seen.Schema}, this version knows {seen.NewestSchema})", "start that version, or restore a backup");
        }

        var schema = seen.Schema == seen.NewestSchema ? $"schema {seen.Schema}" : $"schema {seen.Schema}, which the next start brings to {seen.NewestSchema}";
        return CheckResult.Ok($"{folder}, {schema}, {(await IsInUseAsync(cancellationToken) ? "in use by a running server" : "no server runs on it")}");
    }

    private async Task<bool> IsInUseAsync(CancellationToken cancellationToken)
    {
        var (isRunning, _) = await RunningServer.TryAskAsync(options.Value, async server =>
        {
            using var answer = await server.GetAsync(new Uri("health/live", UriKind.Relative), cancellationToken);
            return answer.IsSuccessStatusCode;
        });
        return isRunning;
    }

    private static CheckResult NotWritable(string path) =>
        CheckResult.Failed($"{path} cannot be written by this user", "run as the server's user; check owner and mode, or set Storage:Path to another folder");
}
