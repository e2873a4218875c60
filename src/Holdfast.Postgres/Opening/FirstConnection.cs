using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using Holdfast.Storage;
using Npgsql;

namespace Holdfast.Postgres.Opening;

/// <summary>The first connection: whether the database is there, takes the user, and has the tables of this version.</summary>
internal static class FirstConnection
{
    /// <summary>A start says within ten seconds what is wrong; migrations that have begun take their time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    /// <summary>Connects, migrates, and sets the clock.</summary>
    /// <returns>The schema that was found; 0 for none.</returns>
    public static Task<int> PrepareAsync(Database database, DatabaseTime? time, CancellationToken cancellationToken) => UseAsync(
        database,
        async connection =>
        {
            var found = await Schema.MigrateAsync(connection, database.Schema, cancellationToken);
            if (time is not null)
                await time.MeasureAsync(connection, cancellationToken);
            return found;
        },
        cancellationToken);

    /// <summary>Connects and does something. What goes wrong is said with the redacted address, the cause and the remedy.</summary>
    public static async Task<T> UseAsync<T>(Database database, Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await ConnectAsync(database, cancellationToken);
            return await work(connection);
        }
        catch (Exception e) when (e is not StoreException && (PostgresErrors.IsOfDatabase(e) || e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new StoreException($"The database at {database.Redacted} cannot be used: {Cause(e)}", isTransient: false, e);
        }
    }

    /// <summary>Connects; a database that is just starting, or so busy that it does not answer at once, is asked again for some seconds.</summary>
    private static async Task<NpgsqlConnection> ConnectAsync(Database database, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        while (true)
        {
            try
            {
                return await database.Source.OpenConnectionAsync(patience.Token);
            }
            catch (Exception e) when (IsBusy(e) && !patience.IsCancellationRequested)
            {
                // The last of its errors says more than that time was up.
                try
                {
                    await Task.Delay(RetryDelay, database.Time, patience.Token);
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    ExceptionDispatchInfo.Throw(e);
                }
            }
        }
    }

    private static bool IsBusy(Exception error) =>
        error is PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections }
        || (error is NpgsqlException && Find<TimeoutException>(error) is not null);

    /// <summary>Cause and remedy. Nothing of what the driver says is passed on, but for the server's own short messages.</summary>
    private static string Cause(Exception error) => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
            "it refuses the user or the password. Check both in DATABASE_URL, and the server's pg_hba.conf.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => "there is no database of that name. Create it (createdb), or correct DATABASE_URL.",
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } =>
            "it has no connection to spare. Raise max_connections, or lower Database:MaxConnections or the number of workers.",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } =>
            "the user may not make the schema or its tables. Grant CREATE on the database, or run 'holdfast migrate' as a user who may.",
        PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow } => "it is starting or stopping. Start again in a moment.",
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => "it takes no writes, being a standby. Point DATABASE_URL at the primary.",
        PostgresException e => $"{e.MessageText} (SQLSTATE {e.SqlState}).",
        _ when Find<SocketException>(error) is { } socket => socket.SocketErrorCode switch
        {
            SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData => "its host's name is not known. Check the host in DATABASE_URL, and DNS.",
            SocketError.ConnectionRefused => "nothing listens there. Check host and port in DATABASE_URL, and that PostgreSQL runs.",
            _ => $"the network says {socket.SocketErrorCode}. Check host and port in DATABASE_URL, and firewalls.",
        },
        _ when Find<System.Security.Authentication.AuthenticationException>(error) is not null =>
            "TLS could not be agreed on. Check sslmode and sslrootcert in DATABASE_URL, and the server's certificate.",
        NpgsqlException e when e.Message.Contains("SSL", StringComparison.Ordinal) => "it does not speak TLS, which sslmode in DATABASE_URL demands. Turn ssl on in PostgreSQL, or lower sslmode.",
        _ when error is OperationCanceledException || Find<TimeoutException>(error) is not null => "it did not answer in time. Check host and port in DATABASE_URL, firewalls, and that PostgreSQL runs.",
        _ => "the connection could not be made. Check DATABASE_URL, and that PostgreSQL listens there.",
    };

    private static T? Find<T>(Exception? error)
        where T : Exception
    {
        while (error is not null and not T)
            error = error.InnerException;
        return (T?)error;
    }
}
