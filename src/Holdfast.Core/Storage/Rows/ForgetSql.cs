namespace Holdfast.Storage.Rows;

/// <summary>What one person said, in SQL that all providers read alike. $1 is <see cref="SpeakerPattern"/>; the rest as is said.</summary>
public static class ForgetSql
{
    // A speaker is kept as JSON, in which a quotation mark of a name is escaped: the pattern finds the person's id and nothing else.
    private const string Said = "speaker LIKE $1";
    private const string SaidOrAnswered = $"({Said} OR run IN (SELECT run FROM turn WHERE {Said} AND run IS NOT NULL))";

    /// <summary>
    /// The ids of ended runs before $2 of conversations in which the person $3 asked or said something, $4 of them. The person's own come last, since others'
    /// are found by them.
    /// </summary>
    public const string Runs =
        $"""
        SELECT id FROM run WHERE ended_at IS NOT NULL AND started_at < $2
            AND ("user" = $3 OR conversation IN (SELECT conversation FROM run WHERE "user" = $3) OR conversation IN (SELECT conversation FROM turn WHERE {Said}))
            AND NOT EXISTS (SELECT 1 FROM dead_letter d WHERE d.run = run.id)
        ORDER BY CASE WHEN "user" = $3 THEN 1 ELSE 0 END, id LIMIT $4
        """;

    /// <summary>
    /// The places of turns before $2 that the person said, and of the answers to them, $3 of them. The answers come first, since they are found by the others.
    /// </summary>
    public const string Turns =
        $"SELECT sequence FROM turn WHERE added_at < $2 AND {SaidOrAnswered} ORDER BY CASE WHEN {Said} THEN 1 ELSE 0 END, sequence LIMIT $3";

    /// <summary>Turns that the person said, and the answers to them, behind the place $2, $3 of them.</summary>
    public const string GetSaid =
        $"SELECT role, content, added_at, attachments, speaker, sequence, conversation FROM turn WHERE sequence > $2 AND {SaidOrAnswered} ORDER BY sequence LIMIT $3";

    /// <summary>Deletes dead letters of the person $1 from before $2.</summary>
    public const string DeadLetters = """DELETE FROM dead_letter WHERE "user" = $1 AND died_at < $2""";

    /// <summary>Deletes the run $1, unless it was begun anew or a dead letter needs it.</summary>
    public const string Run = "DELETE FROM run WHERE id = $1 AND ended_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dead_letter d WHERE d.run = run.id)";

    /// <summary>Deletes the steps of the run $1.</summary>
    public const string Steps = "DELETE FROM run_step WHERE run = $1";

    /// <summary>Deletes the records of the run $1.</summary>
    public const string RecordsOfRun = "DELETE FROM record WHERE run = $1";

    /// <summary>Deletes the turn at the place $1, if it is from before $2: the place may be another's since.</summary>
    public const string Turn = "DELETE FROM turn WHERE sequence = $1 AND added_at < $2";

    /// <summary>Finds a person in what is kept of a speaker.</summary>
    /// <param name="user">Slack's id of them.</param>
    /// <exception cref="ArgumentException">It is no id.</exception>
    public static string SpeakerPattern(string user)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        return user.All(char.IsAsciiLetterOrDigit) ? $"%\"id\":\"{user}\"%" : throw new ArgumentException("A user's id is made of letters and digits.", nameof(user));
    }
}
