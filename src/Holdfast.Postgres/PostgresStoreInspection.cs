using System.Globalization;
using Holdfast.Items;
using Holdfast.Postgres.Addresses;
using Holdfast.Postgres.Opening;
using Holdfast.Postgres.Sql;

namespace Holdfast.Postgres;

/// <summary>What can be seen of a database from outside, without changing anything.</summary>
/// <param name="Address">Where it is, without user and password.</param>
/// <param name="Version">PostgreSQL's version.</param>
/// <param name="Schema">The schema that its tables have; 0 when there are none yet.</param>
/// <param name="NewestSchema">The newest that this version knows.</param>
/// <param name="IsStandby">Whether it takes no writes.</param>
/// <param name="IsDurable">Whether a commit is on the disk when it returns (<c>fsync</c> and <c>synchronous_commit</c>).</param>
/// <param name="MaxConnections">The most connections of all its clients.</param>
/// <param name="ClockOffset">How far this machine's clock is behind its clock.</param>
/// <param name="Workers">How many workers were heard of within the last minutes.</param>
public sealed record PostgresStoreInspection(
    string Address, string Version, int Schema, int NewestSchema, bool IsStandby, bool IsDurable, int MaxConnections, TimeSpan ClockOffset, int Workers)
{
    /// <summary>Parameters of the address that mean nothing here.</summary>
    public IReadOnlyList<string> PassedOver { get; init; } = [];

    /// <summary>Looks at a database.</summary>
    /// <param name="options">Where.</param>
    /// <param name="time">This machine's clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreException">It cannot be reached or refuses the user; the message says why, and what to do.</exception>
    public static async Task<PostgresStoreInspection> OfAsync(PostgresStoreOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var clock = new DatabaseTime(time);
        await using var database = new Database(DatabaseUrl.Parse(options.Url ?? ""), options.Schema, options.MaxConnections, clock);
        return await FirstConnection.UseAsync(
            database,
            async connection =>
            {
                await clock.MeasureAsync(connection, cancellationToken);
                var schema = await Opening.Schema.FindAsync(connection, options.Schema, cancellationToken);
                async Task<string> ShowAsync(string setting) => (string)(await connection.ScalarAsync($"SHOW {setting}", cancellationToken))!;
                var workers = schema == 0 ? 0 : (long)(await connection.ScalarAsync("SELECT count(*) FROM worker WHERE seen_at > clock_timestamp() - interval '1 minute'", cancellationToken))!;
                return new PostgresStoreInspection(
                    database.Redacted,
                    await ShowAsync("server_version"),
                    schema,
                    Opening.Schema.Newest,
                    (bool)(await connection.ScalarAsync("SELECT pg_is_in_recovery()", cancellationToken))!,
                    await ShowAsync("fsync") == "on" && await ShowAsync("synchronous_commit") != "off",
                    int.Parse(await ShowAsync("max_connections"), CultureInfo.InvariantCulture),
                    clock.Offset,
                    (int)workers) { PassedOver = database.Url.PassedOver };
            },
            cancellationToken);
    }
}
