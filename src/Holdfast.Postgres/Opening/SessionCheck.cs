using Holdfast.Items;
using Holdfast.Postgres.Sql;
using Npgsql;

namespace Holdfast.Postgres.Opening;

/// <summary>
/// Makes sure that a connection is a session of PostgreSQL's for as long as it is open. Behind a pooler in transaction mode it is another
/// one in each transaction: statements that were prepared, <c>SET</c> and <c>LISTEN</c> go to whoever comes next, and with parameters that fit,
/// somebody else's statement runs.
/// </summary>
internal static class SessionCheck
{
    /// <summary>A pooler gives the session that came back last to whoever asks next, or hands them out in turn: both show in the second round at the latest.</summary>
    private const int Rounds = 3;

    private const string Remedy =
        "Holdfast needs sessions of its own (SET, LISTEN, prepared statements). Set pool_mode = session there, or name PostgreSQL's own address in DATABASE_URL; "
        + "docs/scaling.md says which that is at the clouds.";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(7);
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    /// <summary>Passes when it is one.</summary>
    /// <param name="database">The database.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="other">Another one to the same server.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="NotUsableException">It is none. The message says what to do.</exception>
    public static async Task RunAsync(Database database, NpgsqlConnection connection, NpgsqlConnection other, CancellationToken cancellationToken)
    {
        await CompareBackendsAsync(connection, other, cancellationToken);
        await CompareSettingsAsync(database.Session, connection, cancellationToken);

        // What is in recovery knows no LISTEN, and is told of by those who look at it.
        if (await connection.ScalarAsync("SELECT pg_is_in_recovery()", cancellationToken) is false)
            await HearAsync(database, connection, other, cancellationToken);
    }

    /// <summary>Quick, and no proof of a session: a pooler under load may by chance hand out the same ones to both again and again.</summary>
    private static async Task CompareBackendsAsync(NpgsqlConnection one, NpgsqlConnection other, CancellationToken cancellationToken)
    {
        string? mine = null, theirs = null;
        for (var round = 1; round <= Rounds; round++)
        {
            for (var time = 1; time <= 2; time++)
                Compare(ref mine, await BackendAsync(one, $"{round}.{time}", cancellationToken));
            for (var time = 1; time <= 2; time++)
                Compare(ref theirs, await BackendAsync(other, $"{round}.{time}", cancellationToken));
        }

        if (mine == theirs)
            throw Shared();

        static void Compare(ref string? known, string found)
        {
            if (known is not null && known != found)
                throw Shared();
            known = found;
        }
    }

    /// <summary>Each a text of its own: one that is the driver's second of the kind would be prepared, and be missing in the next session.</summary>
    private static async Task<string> BackendAsync(NpgsqlConnection connection, string number, CancellationToken cancellationToken) =>
        (string)(await connection.ScalarAsync($"SELECT pg_backend_pid() || ' since ' || pg_postmaster_start_time() /* {number} */", cancellationToken))!;

    private static async Task CompareSettingsAsync(SessionSettings settings, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var names = string.Join(", ", settings.Values.Keys.Select(static name => $"'{name}'"));
        var found = (await connection.QueryAsync(
            $"SELECT name, setting FROM pg_settings WHERE name IN ({names})", static row => (Name: row.GetString(0), Value: row.GetString(1)), cancellationToken)).ToDictionary();
        var lost = settings.Values.Where(setting => found.GetValueOrDefault(setting.Key) != setting.Value).Select(static setting => setting.Key).ToList();
        if (lost.Count > 0)
            throw new NotUsableException($"a connection pooler is between that forgets what a session was told ({string.Join(", ", lost)}). {Remedy}");
    }

    /// <summary>
    /// The proof. A notification reaches only the session that listens, and a pooler passes it on only while that is lent to the
    /// connection: to one that waits and asks nothing it comes in session mode alone.
    /// </summary>
    private static async Task HearAsync(Database database, NpgsqlConnection connection, NpgsqlConnection other, CancellationToken cancellationToken)
    {
        var id = ItemId.New(database.Time).ToString();
        var channel = $"holdfast_check_{id}";
        var isHeard = false;
        connection.Notification += Hear;
        try
        {
            await connection.ExecuteAsync($"LISTEN \"{channel}\"", cancellationToken);
            var began = database.Time.GetTimestamp();
            for (var time = 1; !isHeard; time++)
            {
                if (database.Time.GetElapsedTime(began) > Patience)
                    throw Shared();
                await other.ExecuteAsync($"SELECT pg_notify('{channel}', '{time}')", cancellationToken);
                await connection.WaitAsync(Between, cancellationToken);
            }

            await connection.ExecuteAsync($"UNLISTEN \"{channel}\"", cancellationToken);
        }
        finally
        {
            connection.Notification -= Hear;
        }

        void Hear(object sender, NpgsqlNotificationEventArgs heard) => isHeard |= heard.Channel == channel;
    }

    private static NotUsableException Shared() =>
        new($"a connection pooler is between that gives the session to others after each transaction (transaction or statement mode). {Remedy}");
}
