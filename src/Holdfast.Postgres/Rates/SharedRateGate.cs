using System.Collections.Concurrent;
using Holdfast.Postgres.Listening;
using Holdfast.Postgres.Sql;
using Holdfast.Rates;
using Npgsql;

namespace Holdfast.Postgres.Rates;

/// <summary>
/// The gates of all workers of a database, which keep one pace together: a row each, asked only where Slack has said 429 and the gate is
/// not open again. Which gates there are every worker knows, having been told; a call that none concerns costs a look into a set.
/// </summary>
internal sealed class SharedRateGate(Database database, Func<DateTimeOffset?> now) : IRateGate, IGateListener
{
    /// <summary>Past so many gates, those that are open again are looked for and forgotten.</summary>
    private const int MaxGates = 1_000;

    /// <summary>So many halvings make the longest pace next to nothing.</summary>
    private static readonly TimeSpan FastAgain = RateLimitedCall.HalvingInterval * 12;

    private readonly ConcurrentDictionary<string, byte> _known = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public int Limited => _known.Count;

    /// <inheritdoc/>
    public async ValueTask<TimeSpan?> TryEnterAsync(RateLimitedCall call, CancellationToken cancellationToken)
    {
        if (call.KnownPace is null && (_known.IsEmpty || !_known.ContainsKey(call.Gate)))
            return null;
        var (isKnown, wait) = (await database.QueryAsync(
            "SELECT is_known, turn - coalesce($6, clock_timestamp()) FROM enter_gate($1, $2, $3, $4::interval, $5, $6)",
            static row => (row.GetBoolean(0), Span(row, 1)),
            cancellationToken,
            call.Gate,
            RateLimitedCall.HalvingInterval,
            RateLimitedCall.FastestPace,
            call.KnownPace,
            RateLimitedCall.LongestWait,
            Moments.Parameter(now())))[0];
        if (isKnown)
            _known[call.Gate] = 0;
        else
            _known.TryRemove(call.Gate, out _);
        return wait;
    }

    /// <inheritdoc/>
    public async ValueTask<TimeSpan> CloseAsync(RateLimitedCall call, TimeSpan retryAfter, CancellationToken cancellationToken)
    {
        if (_known.Count > MaxGates)
            await ForgetFastAsync(cancellationToken);
        _known[call.Gate] = 0;
        return (await database.QueryAsync(
            "SELECT close_gate($1, $2, $3, $4, $5) - coalesce($5, clock_timestamp()), pg_notify($6, $7)::text",
            static row => row.GetTimeSpan(0),
            cancellationToken,
            call.Gate,
            retryAfter,
            call.PaceAfter(retryAfter),
            RateLimitedCall.HalvingInterval,
            Moments.Parameter(now()),
            Listener.ChannelOf(database.Schema),
            Listener.GateClosed + call.Gate))[0];
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<RateGateState>> ListAsync(CancellationToken cancellationToken) => await database.QueryAsync(
        $"SELECT name, {Writing.Statements.Now} - closed_at, closed_until - {Writing.Statements.Now}, pace FROM gate WHERE relax_at >= {Writing.Statements.Now} - $2 ORDER BY name",
        static row => new RateGateState(row.GetString(0), Span(row, 1), Span(row, 2), row.GetTimeSpan(3)),
        cancellationToken,
        Moments.Parameter(now()),
        FastAgain);

    /// <inheritdoc/>
    public async ValueTask<int> OpenAsync(string? gate, CancellationToken cancellationToken) =>
        (await database.QueryAsync(
            "DELETE FROM gate WHERE $1::text IS NULL OR name = $1 RETURNING name",
            static row => row.GetString(0),
            cancellationToken,
            gate)).Count;

    private static TimeSpan? Span(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetTimeSpan(column);

    /// <summary>Another worker was told 429.</summary>
    public void Learn(string gate) => _known[gate] = 0;

    /// <summary>A channel that was limited once and then fell silent would be remembered for ever.</summary>
    private async Task ForgetFastAsync(CancellationToken cancellationToken)
    {
        await database.ExecuteAsync($"DELETE FROM gate WHERE relax_at < {Writing.Statements.Now} - $2", cancellationToken, Moments.Parameter(now()), FastAgain);
        _known.Clear();
        await LoadAsync(cancellationToken);
    }

    /// <summary>Looks which gates there are; what was told before is not missed.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var gate in await database.QueryAsync("SELECT name FROM gate", static row => row.GetString(0), cancellationToken))
            Learn(gate);
    }
}
