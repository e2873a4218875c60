using System.Text.Json;
using Holdfast.Connection;
using Holdfast.Diagnostics;
using Holdfast.Ingress;
using Holdfast.Lanes;
using Holdfast.Operators;
using Holdfast.Slack;
using Holdfast.Storage;
using Holdfast.Workers;
using Holdfast.Workspaces;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Health;

/// <summary>Says how the server stands, from what its parts say of themselves.</summary>
internal sealed class HealthReporter(
    ISlackIntake slack,
    IWorkspaces workspaces,
    Revocation revocation,
    IHoldfastStore store,
    IEnumerable<LanePump> pumps,
    LoopHealth loops,
    WorkGate gate,
    PauseSwitch pause,
    IEnumerable<IHealthSource> sources,
    IEnumerable<HealthFigure> figures,
    IngressActivity activity,
    IOptions<HealthOptions> options,
    IOptions<WorkerOptions> workerOptions,
    TimeProvider time,
    IWorkerRegistry? workers = null)
{
    public const string Stale = "stale";

    /// <summary>Slack lets the app connect no more: nothing arrives, and a person has to do something.</summary>
    public const string Unhealthy = "unhealthy";

    private static readonly TimeSpan StoreTimeout = TimeSpan.FromSeconds(5);

    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    /// <summary>Why the server could not do its work at this moment; null when it could.</summary>
    public async Task<string?> ReasonNotReadyAsync(CancellationToken cancellationToken)
    {
        if (gate.ClosedBecause is { } closed)
            return closed;
        if (slack.ClosedBecause is { } shut)
            return shut;
        if (pumps.FirstOrDefault(pump => !pump.IsRunning) is { } idle)
            return $"the {idle.Queue} pump is not running";
        using var reads = new StoreReads(StoreTimeout, time, cancellationToken);
        await reads.TryAsync(IsWritableAsync);
        var backlog = await reads.TryAsync(BacklogAsync);
        return reads.Problems.Count > 0 ? reads.Problems[0] : backlog;
    }

    public async Task<HealthReport> ReportAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var problems = new List<string>();
        var isRefused = slack.IsRefused;
        if (slack.ClosedBecause is { } shut)
            problems.Add(shut);
        problems.AddRange(slack.Problems);
        using var reads = new StoreReads(StoreTimeout, time, cancellationToken);
        await reads.TryAsync(IsWritableAsync);
        var backlogProblem = await reads.TryAsync(BacklogAsync);
        if (backlogProblem is not null)
            problems.Add(backlogProblem);
        problems.AddRange(loops.Loops.Where(loop => !loop.Value.IsRunning).Select(loop => $"the loop '{loop.Key}' is down: {loop.Value.LastError}"));
        var remarks = new List<string>();
        foreach (var source in sources)
        {
            problems.AddRange(await reads.TryAsync(source.GetProblemsAsync) ?? []);
            remarks.AddRange(await reads.TryAsync(source.GetRemarksAsync) ?? []);
        }

        // Read once: a gate that closes while the rest is read must not be a status without a problem.
        var (closed, paused) = (gate.ClosedBecause, pause.Gate.ClosedBecause);
        var isPaused = closed is not null || paused is not null;
        if (closed is not null)
            problems.Add($"no work is done: {closed}");
        else
            problems.AddRange(gate.ClosedTeams.Select(team => $"no work is done in {team.Key}: {team.Value}"));
        problems.AddRange(revocation.States.Select(revoked => Describe(revoked.Key, revoked.Value)));
        if (paused is not null)
            problems.Add($"no message is answered: {paused}");
        else
            problems.AddRange(pause.Gate.ClosedTeams.Select(team => $"no message is answered in {team.Key}: {team.Value}"));
        var queues = await reads.TryAsync(store.GetQueueStatsAsync) ?? [];
        problems.AddRange(QueueAges.Problems(queues, options.Value, now));
        var dead = await CountAsync(reads, store.CountDeadLettersAsync);
        if (dead > 0)
            problems.Add(dead == 1 ? "1 dead letter needs an operator" : $"{dead} dead letters need an operator");
        var counted = new List<(string Name, int? Count)>();
        foreach (var figure in figures)
            counted.Add((figure.Name, await CountAsync(reads, figure.CountAsync)));
        var others = workers is null ? null : await reads.TryAsync(workers.GetWorkersAsync) ?? [];
        problems.InsertRange(0, reads.Problems);
        var report = new HealthReport
        {
            Status = StatusOf(problems, now, isDeaf: isRefused, isPaused, isFull: backlogProblem is not null),
            Problems = problems,
            Remarks = remarks,
            UptimeS = Seconds(now - _startedAt),
            LeaseS = Seconds(workerOptions.Value.Lease),
            LastEventAgoS = activity.LastEventAt is { } last ? Seconds(now - last) : null,
            Paused = isPaused,
            Connections = [.. slack.Connections.Select(c => new ConnectionHealth(c.Number, c.State, Seconds(now - c.Since)))],
            Lanes = [.. queues.Select(queue => Describe(queue, now))],
            Workers = others is null ? null : [.. others.Select(worker => Describe(worker, now))],
            DeadLetters = dead,
            Loops = loops.Loops.ToDictionary(loop => loop.Key, loop => new LoopReport(loop.Value.IsRunning, loop.Value.Failures, loop.Value.LastError)),
        };
        foreach (var (name, count) in counted)
            report.Figures.Add(name, JsonSerializer.SerializeToElement(count, HealthJson.Default.NullableInt32));
        return report;
    }

    private string StatusOf(List<string> problems, DateTimeOffset now, bool isDeaf, bool isPaused, bool isFull)
    {
        if (now - (slack.LastAliveAt ?? _startedAt) > options.Value.StaleAfter)
            return Stale;
        if (isDeaf)
            return Unhealthy;

        // A pause is intended; that messages are refused is not.
        if (isPaused && !isFull)
            return "paused";
        return problems.Count == 0 ? "ok" : "degraded";
    }

    private async ValueTask<string?> BacklogAsync(CancellationToken cancellationToken) =>
        await store.GetBacklogAsync(cancellationToken) is { IsFull: true } full ? full.Problem : null;

    private async ValueTask<bool> IsWritableAsync(CancellationToken cancellationToken)
    {
        await store.CheckWritableAsync(cancellationToken);
        return true;
    }

    /// <summary>What cannot be counted is null, and a problem.</summary>
    private static Task<int?> CountAsync(StoreReads reads, Func<CancellationToken, ValueTask<int>> count) => reads.TryAsync<int?>(async token => await count(token));

    private string Describe(TeamId team, RevocationState revoked) =>
        $"the app was removed from the workspace{(workspaces.IsSingle ? "" : $" {team}")}, or its token revoked ({revoked.Reason}), at {revoked.At:u}: install the app again; the bot token is tried every minute, a new one needs a restart";

    private static WorkerHealth Describe(WorkerRecord worker, DateTimeOffset now) =>
        new(worker.Id.Value, worker.Version, worker.IsSilent(now) ? "silent" : "alive", Seconds(now - worker.StartedAt), Seconds(now - worker.SeenAt), worker.InHand);

    private static QueueHealth Describe(QueueStats queue, DateTimeOffset now) => new(
        queue.Queue.ToString(), queue.Items, queue.Lanes, queue.Held, queue.OldestEnqueuedAt is { } oldest ? Seconds(now - oldest) : null);

    private static double Seconds(TimeSpan span) => Math.Round(span.TotalSeconds, 1);
}
