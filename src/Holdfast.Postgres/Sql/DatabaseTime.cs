using Npgsql;

namespace Holdfast.Postgres.Sql;

/// <summary>
/// The database's clock, as a worker reads it: its own plus what it is off. All workers of one database follow it, so that what one
/// writes down as due in a second is due in a second for the others, however wrong the clock of its machine is.
/// </summary>
/// <param name="inner">The machine's clock, which also makes the timers.</param>
public sealed class DatabaseTime(TimeProvider inner) : TimeProvider
{
    private long _offsetTicks;

    /// <summary>How far the machine's clock is behind the database's; negative when it is ahead.</summary>
    public TimeSpan Offset => TimeSpan.FromTicks(Volatile.Read(ref _offsetTicks));

    /// <inheritdoc/>
    public override long TimestampFrequency => inner.TimestampFrequency;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Offset;

    /// <inheritdoc/>
    public override long GetTimestamp() => inner.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);

    /// <summary>Compares the clocks. The answer is taken to be of the middle of the call.</summary>
    internal async Task MeasureAsync(Database database, CancellationToken cancellationToken)
    {
        try
        {
            // Opened before: what it takes is no part of the way to the answer.
            await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
            await MeasureAsync(connection, cancellationToken);
        }
        catch (Exception e) when (PostgresErrors.IsOfDatabase(e))
        {
            throw database.Explain(e);
        }
    }

    /// <summary>The same on a connection that is open.</summary>
    internal async Task MeasureAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var before = inner.GetUtcNow();
        var started = inner.GetTimestamp();
        var there = await connection.QueryAsync("SELECT clock_timestamp()", static row => row.GetMoment(0), cancellationToken);
        var middle = before + inner.GetElapsedTime(started) / 2;
        Volatile.Write(ref _offsetTicks, (there[0] - middle).Ticks);
    }
}
