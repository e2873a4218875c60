using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Security.Authentication;
using Holdfast.Items;
using Holdfast.Postgres.Sql;
using Npgsql;

namespace Holdfast.Postgres.Opening;

/// <summary>The first connection: whether the database is there, takes the user, and has the tables of this version.</summary>
internal static class FirstConnection
{
    /// <summary>A start says within ten seconds what is wrong; migrations that have begun take their time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    // The driver has no code for these.
    private const string NoTls = "No SSL enabled connection";
    private const string NoBinding = "ChannelBinding";

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    /// <summary>Connects, migrates, and sets the clock.</summary>
    /// <returns>The schema that was found; 0 for none.</returns>
    public static Task<int> PrepareAsync(Database database, DatabaseTime? time, CancellationToken cancellationToken) => UseAsync(
        database,
        async connection =>
        {
            var found = await Schema.MigrateAsync(database, connection, cancellationToken);
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
            AddressFiles.Check(database.Url);
            await using var connection = await ConnectAsync(database, cancellationToken);
            await using (var other = await ConnectAsync(database, cancellationToken))
                await SessionCheck.RunAsync(database, connection, other, cancellationToken);
            return await work(connection);
        }
        catch (NotUsableException e)
        {
            throw new StoreException(Words(e.Message), isTransient: false, e.InnerException);
        }
        catch (Exception e) when (e is not StoreException && (PostgresErrors.IsOfDatabase(e) || e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new StoreException(Words(Cause(database, e)), IsPassing(e), e);
        }

        string Words(string cause) => $"The database at {database.Redacted} cannot be used: {cause}";
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

    /// <summary>
    /// Whether another start may find it well, with nothing changed: it answered, and said that it cannot at the moment. One that is not
    /// found at all may be a wrong address, which only a person can mend.
    /// </summary>
    private static bool IsPassing(Exception error) => error is PostgresException && PostgresErrors.IsRepeatable(error);

    private static bool IsBusy(Exception error) =>
        error is PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections }
        || (error is NpgsqlException && Find<TimeoutException>(error) is not null);

    /// <summary>Cause and remedy. Nothing of what the driver says is passed on, but for the server's own short messages.</summary>
    private static string Cause(Database database, Exception error) => error switch
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
        PostgresException { SqlState: PostgresErrorCodes.ProtocolViolation } e when e.MessageText.Contains("startup parameter", StringComparison.Ordinal) =>
            $"a connection pooler is between that refuses what DATABASE_URL asks for ({e.MessageText}). Take options out of it, or name PostgreSQL's own address.",
        PostgresException { SqlState: PostgresErrorCodes.ProtocolViolation } e when e.MessageText.Contains("authentication failed", StringComparison.Ordinal) =>
            "a connection pooler is between that refuses the user or the password. Check both in DATABASE_URL, and the pooler's list of users.",
        PostgresException e => $"{e.MessageText} (SQLSTATE {e.SqlState}).",
        _ when Find<SocketException>(error) is { } socket => socket.SocketErrorCode switch
        {
            SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData => "its host's name is not known. Check the host in DATABASE_URL, and DNS.",
            SocketError.ConnectionRefused => "nothing listens there. Check host and port in DATABASE_URL, and that PostgreSQL runs.",
            _ => $"the network says {socket.SocketErrorCode}. Check host and port in DATABASE_URL, and firewalls.",
        },
        _ when Find<AuthenticationException>(error) is not null && database.Url.Certificate.Check.Problem is { } problem =>
            $"{problem}. Check the host in DATABASE_URL, sslrootcert, and the server's certificate.",
        _ when Find<AuthenticationException>(error) is not null =>
            "it did not come to terms about TLS. Check the versions that it speaks, sslcert and sslkey in DATABASE_URL, and that PostgreSQL listens there.",
        NpgsqlException e when e.Message.Contains(NoTls, StringComparison.Ordinal) =>
            "it does not speak TLS, which sslmode in DATABASE_URL demands. Turn ssl on in PostgreSQL, and check that host and port are its own.",
        NpgsqlException e when e.Message.Contains(NoBinding, StringComparison.Ordinal) =>
            "it cannot bind the password to the TLS connection, which channel_binding in DATABASE_URL demands. Use scram-sha-256 and TLS there, without a proxy that ends TLS.",
        _ when error is OperationCanceledException || Find<TimeoutException>(error) is not null =>
            "it did not answer in time. Check host and port in DATABASE_URL, firewalls, that PostgreSQL runs, and that a pooler between has a session to spare.",
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
