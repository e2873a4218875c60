using System.Globalization;
using Holdfast.Postgres.Addresses;
using Npgsql;

namespace Holdfast.LoadRun;

/// <summary>The PostgreSQL of a measurement: a schema of its own, and what the server has used. Its processes are seen only on the same Linux machine.</summary>
internal sealed class DatabaseServer : IAsyncDisposable
{
    /// <summary>Fields of <c>/proc/pid/stat</c> behind the name, which may have blanks in it: proc(5).</summary>
    private const int Parent = 1, FirstTime = 11, LastTime = 14;
    private const double TicksPerSecond = 100;

    private readonly NpgsqlConnection _connection;
    private readonly string? _postmaster;

    private DatabaseServer(NpgsqlConnection connection)
    {
        _connection = connection;
        _postmaster = Stat($"{connection.ProcessID}") is { } backend && IsPostgres(backend[Parent]) ? backend[Parent] : null;
    }

    /// <summary>Where the bot is to work; it goes away with this.</summary>
    public string Schema { get; } = $"load_{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}";

    public static async Task<DatabaseServer> OpenAsync(string url, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(DatabaseUrl.Parse(url).Settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return new DatabaseServer(connection);
    }

    /// <summary>Processor time of all its processes so far: those that have ended count with the one that started them.</summary>
    public TimeSpan? Cpu()
    {
        if (_postmaster is null)
            return null;
        var ticks = Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).OfType<string>().Where(static name => name.All(char.IsAsciiDigit)).Sum(process => Stat(process) switch
        {
            { } stat when process == _postmaster => Times(stat, LastTime),
            { } stat when stat[Parent] == _postmaster => Times(stat, FirstTime + 1),
            _ => 0,
        });
        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }

    /// <summary>What <c>pg_stat_statements</c> has counted counts from now on; nothing where that is not installed.</summary>
    public async Task ForgetStatementsAsync(CancellationToken cancellationToken)
    {
        if (await CountsStatementsAsync(cancellationToken))
            await ExecuteAsync("SELECT pg_stat_statements_reset()", cancellationToken);
    }

    /// <summary>The statements that took longest, a line each: milliseconds and calls an event.</summary>
    public async Task<IReadOnlyList<string>> DearestStatementsAsync(int limit, int events, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        if (limit == 0 || !await CountsStatementsAsync(cancellationToken))
            return lines;
        await using var command = new NpgsqlCommand(
            "SELECT total_exec_time / $2, calls::float8 / $2, query FROM pg_stat_statements WHERE toplevel ORDER BY total_exec_time DESC LIMIT $1", _connection)
        {
            Parameters = { new() { Value = limit }, new() { Value = (double)events } },
        };
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            lines.Add($"{row.GetDouble(0):F3} ms {row.GetDouble(1):F2} calls: {Short(row.GetString(2))}");
        return lines;
    }

    public async ValueTask DisposeAsync()
    {
        await ExecuteAsync($"DROP SCHEMA IF EXISTS {Schema} CASCADE", CancellationToken.None);
        await _connection.DisposeAsync();
    }

    private async Task<bool> CountsStatementsAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT to_regclass('pg_stat_statements') IS NOT NULL", _connection);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string Short(string sql)
    {
        const int Most = 110;
        sql = string.Join(' ', sql.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return sql.Length > Most ? sql[..Most] : sql;
    }

    private static bool IsPostgres(string process) =>
        File.Exists($"/proc/{process}/comm") && File.ReadAllText($"/proc/{process}/comm").StartsWith("postgres", StringComparison.Ordinal);

    private static double Times(string[] stat, int last) => stat[FirstTime..(last + 1)].Sum(ticks => double.Parse(ticks, CultureInfo.InvariantCulture));

    private static string[]? Stat(string process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            // No process, or one that has just ended.
            return null;
        }
    }
}
