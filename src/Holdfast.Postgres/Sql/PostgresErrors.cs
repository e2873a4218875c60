using System.Net.Sockets;
using Holdfast.Items;
using Npgsql;

namespace Holdfast.Postgres.Sql;

/// <summary>What PostgreSQL's errors mean to the one who runs the server. Source: https://www.postgresql.org/docs/current/errcodes-appendix.html</summary>
internal static class PostgresErrors
{
    /// <summary>Whether an exception is one of the database's, or of the way to it.</summary>
    public static bool IsOfDatabase(Exception error) => error is NpgsqlException or TimeoutException or SocketException or IOException or ObjectDisposedException;

    /// <summary>
    /// Whether the transaction is known to have been undone and may succeed when it is repeated: two that waited for each other, a
    /// server that stops, has no connection to spare or is a standby whose primary will be found elsewhere, a connection that did not come about.
    /// </summary>
    public static bool IsRepeatable(Exception error) => error switch
    {
        PostgresException e => e.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.ReadOnlySqlTransaction || IsUnavailable(e.SqlState),
        NpgsqlException e => e.IsTransient,
        _ => error is SocketException,
    };

    public static StoreException Translate(Exception error) => error switch
    {
        PostgresException e => Translate(e),
        NpgsqlException { InnerException: TimeoutException } or TimeoutException => new(
            "The database did not answer in time. Check its load and the network between.", isTransient: true, error),
        _ => new("The database cannot be reached, or the connection to it broke. Check that it runs, and the network between.", isTransient: true, error),
    };

    private static StoreException Translate(PostgresException error) => error.SqlState switch
    {
        PostgresErrorCodes.DiskFull => new("The disk of the database is full. Free some space; nothing that was acknowledged is lost.", isTransient: true, error),
        PostgresErrorCodes.TooManyConnections => new(
            "The database has no connection to spare. Raise max_connections, or lower Database:MaxConnections or the number of workers.", isTransient: true, error),
        PostgresErrorCodes.ReadOnlySqlTransaction => new(
            "The database takes no writes: it is a standby, or became one. Point DATABASE_URL at the primary.", isTransient: true, error),
        PostgresErrorCodes.QueryCanceled => new("The database took too long over a statement and broke it off. Check its load.", isTransient: true, error),
        PostgresErrorCodes.InsufficientPrivilege => new(
            "The user of DATABASE_URL may not do that. Give it the rights to use and change the schema.", isTransient: false, error),
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => new(
            "The database refuses the user or the password of DATABASE_URL. Check both, and pg_hba.conf.", isTransient: true, error),
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.UndefinedColumn => new(
            "A table of Holdfast is missing in the database. Somebody has changed the schema; run 'holdfast migrate', or restore a backup.", isTransient: true, error),
        var state when IsUnavailable(state) => new("The database is starting, stopping or out of resources. It is tried again.", isTransient: true, error),
        PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.LockNotAvailable => new(
            "Two transactions were in each other's way. It is tried again.", isTransient: true, error),
        PostgresErrorCodes.UniqueViolation => new("Something was written twice that there can be once. This is a defect in Holdfast.", isTransient: false, error),
        PostgresErrorCodes.ProgramLimitExceeded => new("A value is too large for the store.", isTransient: false, error),
        var state => new($"The database refused an operation (SQLSTATE {state}).", isTransient: false, error),
    };

    /// <summary>Classes 08 (connection), 53 (resources), 57P (stopped by an operator), 58 (the system's own).</summary>
    private static bool IsUnavailable(string state) =>
        state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("53", StringComparison.Ordinal)
        || state.StartsWith("57P", StringComparison.Ordinal) || state.StartsWith("58", StringComparison.Ordinal) || state == "25P03";
}
