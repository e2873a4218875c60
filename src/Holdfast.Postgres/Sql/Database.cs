using Holdfast.Items;
using Holdfast.Postgres.Addresses;
using Npgsql;

namespace Holdfast.Postgres.Sql;

/// <summary>The way to the database: a pool of connections, and statements on them whose failures are the store's own exceptions.</summary>
internal sealed class Database : IAsyncDisposable
{
    /// <summary>A server that is being restarted, or another that takes its place, is waited for a moment by whoever only reads or claims.</summary>
    private static readonly TimeSpan[] Waits = [TimeSpan.Zero, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(500)];

    /// <summary>Opens nothing yet.</summary>
    /// <param name="url">Where it is.</param>
    /// <param name="schema">The schema that is worked in.</param>
    /// <param name="maxConnections">The most connections of the pool.</param>
    /// <param name="time">The clock.</param>
    public Database(DatabaseUrl url, string schema, int maxConnections, TimeProvider time)
    {
        Time = time;
        Url = url;
        Schema = schema;
        var settings = new NpgsqlConnectionStringBuilder(url.Settings.ConnectionString)
        {
            MaxPoolSize = maxConnections,
            IncludeErrorDetail = false,
            CommandTimeout = 20,
            KeepAlive = 15,
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
            ConnectionIdleLifetime = 60,
            Enlist = false,
            PersistSecurityInfo = false,
            Multiplexing = false,

            // It would take back what a session was told when it was opened.
            NoResetOnClose = true,
        };
        if (!url.Settings.ContainsKey("Timeout") || url.Settings.Timeout > 5)
            settings.Timeout = 5;

        // Of several servers the one that takes writes, unless somebody has said otherwise: any other is of no use here.
        if (settings.Host?.Contains(',', StringComparison.Ordinal) == true && string.IsNullOrEmpty(settings.TargetSessionAttributes))
            settings.TargetSessionAttributes = "primary";
        if (string.IsNullOrEmpty(settings.ApplicationName))
            settings.ApplicationName = "holdfast";
        Session = new SessionSettings(schema);
        Source = new NpgsqlDataSourceBuilder(settings.ConnectionString)
            .UseSslClientAuthenticationOptionsCallback(url.Certificate.Apply)
            .UsePhysicalConnectionInitializer(Session.Apply, Session.ApplyAsync)
            .Build();
    }

    public TimeProvider Time { get; }

    public NpgsqlDataSource Source { get; }

    public string Schema { get; }

    /// <summary>What every session is told when it is opened.</summary>
    public SessionSettings Session { get; }

    /// <summary>Where it is.</summary>
    public DatabaseUrl Url { get; }

    /// <summary>The address, for people.</summary>
    public string Redacted => Url.Redacted;

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    /// <summary>Runs a statement that changes nothing for the worse when it is run twice, and reads its rows.</summary>
    public async ValueTask<List<T>> QueryAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params object?[] values) =>
        await RepeatAsync(
            async token =>
            {
                await using var connection = await Source.OpenConnectionAsync(token);
                return await connection.QueryAsync(sql, read, token, values);
            },
            cancellationToken);

    /// <summary>The same for one row or none.</summary>
    public async ValueTask<T?> FindAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params object?[] values) =>
        (await QueryAsync(sql, read, cancellationToken, values)).FirstOrDefault();

    /// <summary>The one number that a <c>count(*)</c> gives.</summary>
    public async ValueTask<int> CountAsync(string sql, CancellationToken cancellationToken, params object?[] values) =>
        (int)(await QueryAsync(sql, static row => row.GetInt64(0), cancellationToken, values))[0];

    /// <summary>Runs a statement once, and tells how many rows it changed.</summary>
    public async ValueTask<int> ExecuteAsync(string sql, CancellationToken cancellationToken, params object?[] values)
    {
        try
        {
            await using var connection = await Source.OpenConnectionAsync(cancellationToken);
            return await connection.ExecuteAsync(sql, cancellationToken, values);
        }
        catch (Exception e) when (PostgresErrors.IsOfDatabase(e))
        {
            throw Explain(e);
        }
    }

    /// <summary>Does work in a transaction of its own.</summary>
    public async ValueTask<T> TransactAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await Source.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var result = await work(connection);
            await transaction.CommitAsync(cancellationToken);
            return result;
        }
        catch (Exception e) when (PostgresErrors.IsOfDatabase(e))
        {
            throw Explain(e);
        }
    }

    /// <summary>What a failure means, and what follows from it for the connections.</summary>
    public StoreException Explain(Exception error)
    {
        LeaveStandby(error);
        return PostgresErrors.Translate(error);
    }

    /// <summary>Gives up the connections to a server that has become a standby: they would stay with it while another takes the writes.</summary>
    public void LeaveStandby(Exception error)
    {
        if (error is PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction })
            Source.Clear();
    }

    private async ValueTask<T> RepeatAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await work(cancellationToken);
            }
            catch (Exception e) when (PostgresErrors.IsOfDatabase(e) && !cancellationToken.IsCancellationRequested)
            {
                if (attempt == Waits.Length || !PostgresErrors.IsRepeatable(e))
                    throw Explain(e);
            }

            await Task.Delay(Waits[attempt], Time, cancellationToken);
        }
    }

    /// <summary>A parameter by position, a new one each time: it belongs to its command, also to one that has failed and is repeated.</summary>
    public static NpgsqlParameter Parameter(object? value) =>
        value is NpgsqlParameter typed ? typed.Clone() : new NpgsqlParameter { Value = PostgresValues.ToDatabase(value) };
}
