using Holdfast.Diagnostics;
using Holdfast.Items;
using Holdfast.Postgres;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Doctor.Checks;

/// <summary>Whether workers can share the database of <c>DATABASE_URL</c>, and whether a commit in it is one.</summary>
internal sealed class PostgresCheck(IOptions<PostgresStoreOptions> options, TimeProvider time) : IDoctorCheck
{
    private static readonly TimeSpan LargeOffset = TimeSpan.FromSeconds(2);

    public string Name => "postgres";

    public IReadOnlyList<string> Needs => ["Database:Url", "Database:Schema"];

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(options.Value.Url))
            return CheckResult.Skipped("DATABASE_URL is not set: the data folder is used");
        try
        {
            return Judge(await PostgresStoreInspection.OfAsync(options.Value, time, cancellationToken));
        }
        catch (StoreException e)
        {
            return CheckResult.Failed(e.Message, "correct DATABASE_URL, or what the message names");
        }
    }

    internal CheckResult Judge(PostgresStoreInspection seen)
    {
        var about = $"PostgreSQL {seen.Version} at {seen.Address}";
        if (seen.Schema > seen.NewestSchema)
            return CheckResult.Failed($"{about} was written by a newer Holdfast (schema {seen.Schema}, this version knows {seen.NewestSchema})", "start that version, or restore a backup");
        if (seen.IsStandby)
            return CheckResult.Failed($"{about} is a standby and takes no writes", "point DATABASE_URL at the primary, or add target_session_attrs=primary with all hosts");
        if (!seen.IsDurable)
            return CheckResult.Failed($"{about} says that a commit is done before it is on the disk: a crash of its machine loses acknowledged messages", "set fsync = on and synchronous_commit = on (or remote_apply)");
        if (seen.MaxConnections < options.Value.MaxConnections * Math.Max(1, seen.Workers) + 10)
            return CheckResult.Warning($"{about} has {seen.MaxConnections} connections for {Math.Max(1, seen.Workers)} workers of up to {options.Value.MaxConnections}", "raise max_connections, or lower Database:MaxConnections");
        if (seen.ClockOffset.Duration() > LargeOffset)
            return CheckResult.Warning($"{about}: its clock and this machine's are {seen.ClockOffset.Duration().TotalSeconds:0.0} s apart; workers follow the database's", "let both follow NTP");
        if (seen.PassedOver.Count > 0)
            return CheckResult.Warning($"{about} can be used; {string.Join(", ", seen.PassedOver)} in its address are ignored", "take them out of DATABASE_URL; Database:MaxConnections and Database:Schema say how many connections there are, and where the tables are");
        var schema = seen.Schema == 0 ? "no tables yet" : seen.Schema == seen.NewestSchema ? $"schema {seen.Schema}" : $"schema {seen.Schema}, which the next start brings to {seen.NewestSchema}";
        return CheckResult.Ok($"{about}, {schema}, {(seen.Workers == 0 ? "no worker" : $"{seen.Workers} worker{(seen.Workers == 1 ? "" : "s")}")} on it");
    }
}
