using System.Text.Json;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Slack;
using Holdfast.Storage;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging;

namespace Holdfast.Operators;

/// <summary>
/// The kill switch: while it is off the agent does nothing, everywhere or in one workspace, and whatever arrives is kept. That it is off is
/// durable; the gate in memory follows it.
/// </summary>
public sealed partial class PauseSwitch(IHoldfastStore store, IWorkspaces workspaces, TimeProvider time, ILogger<PauseSwitch> logger) : IRecordFollower, IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private Pauses _pauses = Pauses.None;

    private const string Kind = "pause";

    /// <summary>More workspaces than are ever paused at once.</summary>
    private const int MaxPaused = 10_000;

    /// <summary>The record of who paused everything, and when; there is none while not everything is. Each workspace has one of its own.</summary>
    public static RecordKey Key { get; } = KeyOf(team: null);

    /// <summary>The lane of orders: one after the other, on all workers together.</summary>
    public const string Lane = "pause";

    /// <summary>Holds the pumps of the agent's work while it is paused.</summary>
    public WorkGate Gate { get; } = new();

    /// <summary>Who paused everything and when, as far as this worker has heard; null while not everything is. Nothing is decided by it.</summary>
    public PauseState? State => Volatile.Read(ref _pauses).All;

    /// <summary>Takes over what was decided before, at the start.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task RestoreAsync(CancellationToken cancellationToken) => Follow(await ReadAsync(cancellationToken));

    /// <summary>Takes over what another worker has decided, if it is not so here already.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            Follow(await ReadAsync(cancellationToken));
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>
    /// Pauses or resumes: first durably, then in fact. By what the store says, and never by what was last heard of it: another worker's
    /// order may be a moment old. It is kept also where it was so already, so that every worker hears of it again.
    /// </summary>
    /// <param name="work">The order, in the lane of orders; it stays in hand.</param>
    /// <param name="isPaused">Whether to pause.</param>
    /// <param name="by">Who.</param>
    /// <param name="team">The workspace that it is ordered for; null for all of them.</param>
    /// <param name="answer">What is appended along with it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async ValueTask<PauseOutcome> SetAsync(
        LaneWork work, bool isPaused, string by, string? team, Func<PauseOutcome, IReadOnlyList<NewItem>> answer, CancellationToken cancellationToken)
    {
        // Where there is one workspace for good, what is ordered in it and what is ordered at the server's console undo each other.
        var scope = workspaces.IsSingle ? null : team;

        // The gate must not end up as what another worker's order, read meanwhile, had been.
        await _one.WaitAsync(cancellationToken);
        try
        {
            var before = await ReadAsync(cancellationToken);
            var now = before.With(scope, isPaused ? before.Of(scope) ?? new PauseState(by, time.GetUtcNow()) : null);
            var outcome = new PauseOutcome(before.Of(scope), now.Of(scope));
            IEnumerable<string?> changed = scope is null && !isPaused ? [null, .. before.Workspaces.Keys] : [scope];
            var effects = new Effects { Records = [.. changed.Select(paused => RecordOf(paused, now)), .. OrderAudit.Of(outcome, work.Item.Id, by, scope, time.GetUtcNow())], Append = answer(outcome) };
            await work.KeepAsync(effects, cancellationToken);
            Follow(now);
            return outcome;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Who paused a workspace, or everything, and when, as the store says; null while it works.</summary>
    /// <param name="team">The workspace; null for all of them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<PauseState?> ReadAsync(TeamId? team, CancellationToken cancellationToken) => (await ReadAsync(cancellationToken)).Of(team?.Value);

    /// <summary>Reads a record's value.</summary>
    /// <param name="value">The value.</param>
    public static PauseState? Parse(string value) => JsonSerializer.Deserialize(value, OperatorJson.Default.PauseState);

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private static RecordKey KeyOf(string? team) => new(Kind, team ?? "");

    private static StoredRecord RecordOf(string? team, Pauses pauses)
    {
        var state = team is null ? pauses.All : pauses.Workspaces.GetValueOrDefault(team);
        var value = state is null ? null : JsonSerializer.Serialize(state, OperatorJson.Default.PauseState);
        return KeyOf(team).With(value) with { Team = team ?? "", IsAnnounced = true };
    }

    private async ValueTask<Pauses> ReadAsync(CancellationToken cancellationToken)
    {
        var kept = await store.FindRecordsAsync(new RecordQuery(Kind), MaxPaused, cancellationToken);
        return kept.Aggregate(Pauses.None, static (pauses, record) => pauses.With(record.Team.Length == 0 ? null : record.Team, Parse(record.Value!)));
    }

    private void Follow(Pauses pauses)
    {
        var before = Interlocked.Exchange(ref _pauses, pauses);
        foreach (var team in before.Workspaces.Keys.Except(pauses.Workspaces.Keys))
        {
            Gate.Open(team);
            LogResumedIn(team);
        }

        foreach (var (team, state) in pauses.Workspaces.Where(paused => before.Workspaces.GetValueOrDefault(paused.Key) != paused.Value))
        {
            Gate.Close(team, $"paused by {state.By}");
            LogPausedIn(team, state.By, state.At);
        }

        if (before.All == pauses.All)
            return;
        if (pauses.All is not { } all)
        {
            Gate.Open();
            LogResumed();
            return;
        }

        Gate.Close($"paused by {all.By}");
        LogPaused(all.By, all.At);
    }

    [LoggerMessage(800, LogLevel.Warning, "Paused by {By} since {At:u}: messages are kept and answered after a resume")]
    private partial void LogPaused(string by, DateTimeOffset at);

    [LoggerMessage(801, LogLevel.Information, "Resumed: what came in meanwhile is answered first")]
    private partial void LogResumed();

    [LoggerMessage(802, LogLevel.Warning, "Paused in the workspace {Team} by {By} since {At:u}: messages are kept and answered after a resume")]
    private partial void LogPausedIn(string team, string by, DateTimeOffset at);

    [LoggerMessage(803, LogLevel.Information, "Resumed in the workspace {Team}: what came in meanwhile is answered first")]
    private partial void LogResumedIn(string team);
}
