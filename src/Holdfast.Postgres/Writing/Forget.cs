using Holdfast.Postgres.Sql;
using Holdfast.Storage;
using Holdfast.Storage.Rows;

namespace Holdfast.Postgres.Writing;

/// <summary>Deletes a bounded number of rows of what one person said.</summary>
internal static class Forget
{
    private const int RunsAtOnce = 50;
    private const int TurnsAtOnce = 500;

    public static ValueTask<ForgottenRows> RunAsync(Database database, string user, DateTimeOffset before, CancellationToken cancellationToken) => database.TransactAsync(
        async connection =>
        {
            var pattern = ForgetSql.SpeakerPattern(user);
            var dead = await connection.ExecuteAsync(ForgetSql.DeadLetters, cancellationToken, user, before);
            var found = await connection.QueryAsync(ForgetSql.Runs, static row => row.GetItemId(0), cancellationToken, pattern, before, user, RunsAtOnce);
            var runs = 0;
            foreach (var run in found)
            {
                if (await connection.ExecuteAsync(ForgetSql.Run, cancellationToken, run) == 0)
                    continue;
                await connection.ExecuteAsync(ForgetSql.Steps, cancellationToken, run);
                await connection.ExecuteAsync(ForgetSql.RecordsOfRun, cancellationToken, run);
                runs++;
            }

            var turns = 0;
            if (found.Count == 0)
            {
                foreach (var place in await connection.QueryAsync(ForgetSql.Turns, static row => row.GetInt64(0), cancellationToken, pattern, before, TurnsAtOnce))
                    turns += await connection.ExecuteAsync(ForgetSql.Turn, cancellationToken, place, before);
            }

            return new ForgottenRows(runs, turns, dead);
        },
        cancellationToken);
}
