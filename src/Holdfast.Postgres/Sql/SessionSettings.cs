using Npgsql;

namespace Holdfast.Postgres.Sql;

/// <summary>
/// What a session is told when it is opened, once, and not in the packet that opens it: a pooler refuses there what it does not know
/// (PgBouncer: <c>unsupported startup parameter</c>), or drops it without a word when it was told to.
/// </summary>
internal sealed class SessionSettings
{
    /// <summary>As long as a connection may take that is made.</summary>
    private const int Seconds = 5;

    private readonly string _statement;

    public SessionSettings(string schema)
    {
        // A worker that is stopped in the middle of a transaction must not hold its locks for ever, nor one whose machine is gone.
        Values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["search_path"] = schema,
            ["statement_timeout"] = "15000",
            ["lock_timeout"] = "10000",
            ["idle_in_transaction_session_timeout"] = "10000",
            ["TimeZone"] = "UTC",

            // Tables of what waits are empty one moment and full the next. A plan that was made for the first reads them whole in the second, with
            // all that has been deleted since the last vacuum: ten times what the index costs. So each statement is planned once, by index.
            ["enable_seqscan"] = "off",
            ["jit"] = "off",
            ["plan_cache_mode"] = "force_generic_plan",
        };
        var keepAlive = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["tcp_keepalives_idle"] = "15",
            ["tcp_keepalives_interval"] = "5",
            ["tcp_keepalives_count"] = "3",
        };
        _statement = $"SELECT {string.Join(", ", Values.Concat(keepAlive).Select(static setting => $"set_config('{setting.Key}', '{setting.Value}', false)"))}";
    }

    /// <summary>What must hold for as long as the session lives, in the units of <c>pg_settings</c>. (A socket file has no keep-alive.)</summary>
    public IReadOnlyDictionary<string, string> Values { get; }

    public void Apply(NpgsqlConnection connection)
    {
        using var command = Command(connection);
        command.ExecuteNonQuery();
    }

    public async Task ApplyAsync(NpgsqlConnection connection)
    {
        await using var command = Command(connection);
        await command.ExecuteNonQueryAsync();
    }

    private NpgsqlCommand Command(NpgsqlConnection connection) => new(_statement, connection) { CommandTimeout = Seconds };
}
