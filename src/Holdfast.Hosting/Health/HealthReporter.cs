using System.Text.Json;
using Holdfast.Connection;
using Holdfast.Diagnostics;
using Holdfast.Ingress;
using Holdfast.Items;
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
        return await StoreProblemAsync(cancellationToken) ?? await BacklogProblemAsync(cancellationToken);
    }

    public async Task<HealthReport> ReportAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var problems = new List<string>();
        var isRefused = slack.IsRefused;
        if (slack.ClosedBecause is { } shut)
            problems.Add(shut);
        problems.AddRange(slack.Problems);
        if (await StoreProblemAsync(cancellationToken) is { } storeProblem)
            problems.Add(storeProblem);
        var backlogProblem = await TryAsync(BacklogAsync, problems, cancellationToken);
        if (backlogProblem is not null)
            problems.Add(backlogProblem);
        problems.AddRange(loops.Loops.Where(loop => !loop.Value.IsRunning).Select(loop => $"the loop '{loop.Key}' is down: {loop.Value.LastError}"));
        var remarks = new List<string>();
        foreach (var source in sources)
        {
            problems.AddRange(await TryAsync(source.GetProblemsAsync, problems, cancellationToken) ?? []);
            remarks.AddRange(await TryAsync(source.GetRemarksAsync, problems, cancellationToken) ?? []);
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
        var queues = await TryAsync(store.GetQueueStatsAsync, problems, cancellationToken) ?? [];
        problems.AddRange(QueueAges.Problems(queues, options.Value, now));
        var dead = await CountAsync(store.CountDeadLettersAsync, problems, cancellationToken);
        if (dead > 0)
            problems.Add(dead == 1 ? "1 dead letter needs an operator" : $"{dead} dead letters need an operator");
        var counted = await CountAsync(problems, cancellationToken);
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
            Workers = workers is null ? null : [.. (await TryAsync(workers.GetWorkersAsync, problems, cancellationToken) ?? []).Select(worker => Describe(worker, now))],
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

    private async Task<string?> BacklogProblemAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await BacklogAsync(cancellationToken);
        }
        catch (StoreException e)
        {
            return e.Message;
        }
    }

    private async Task<string?> StoreProblemAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.CheckWritableAsync(cancellationToken).AsTask().WaitAsync(StoreTimeout, time, cancellationToken);
            return null;
        }
        catch (Exception e) when (e is StoreException or TimeoutException)
        {
            return e is StoreException ? e.Message : $"the store did not answer within {StoreTimeout.TotalSeconds:0} s";
        }
    }

    /// <summary>What features count. What cannot be counted is null, and a problem.</summary>
    private async Task<IReadOnlyList<(string Name, int? Count)>> CountAsync(List<string> problems, CancellationToken cancellationToken)
    {
        var counted = new List<(string, int?)>();
        foreach (var figure in figures)
            counted.Add((figure.Name, await CountAsync(figure.CountAsync, problems, cancellationToken)));
        return counted;
    }

    private static async Task<int?> CountAsync(
        Func<CancellationToken, ValueTask<int>> count, List<string> problems, CancellationToken cancellationToken) =>
        await TryAsync<int?>(async token => await count(token), problems, cancellationToken);

    /// <summary>Asks the store; null, and a problem, when it does not answer.</summary>
    private static async Task<T?> TryAsync<T>(Func<CancellationToken, ValueTask<T>> ask, List<string> problems, CancellationToken cancellationToken)
    {
        try
        {
            return await ask(cancellationToken);
        }
        catch (StoreException e)
        {
            if (!problems.Contains(e.Message))
                problems.Add(e.Message);
            return default;
        }
    }

    private string Describe(TeamId team, RevocationState revoked) =>
        $"the app was removed from the workspace{(workspaces.IsSingle ? "" : $" {team}")}, or its token revoked ({revoked.Reason}), at {revoked.At:u}: install the app again; the bot token is tried every minute, a new one needs a restart";

    private static WorkerHealth Describe(WorkerRecord worker, DateTimeOffset now) =>
        new(worker.Id.Value, worker.Version, worker.IsSilent(now) ? "silent" : "alive", Seconds(now - worker.StartedAt), Seconds(now - worker.SeenAt), worker.InHand);

    private static QueueHealth Describe(QueueStats queue, DateTimeOffset now) => new(
        queue.Queue.ToString(), queue.Items, queue.Lanes, queue.Held, queue.OldestEnqueuedAt is { } oldest ? Seconds(now - oldest) : null);

    private static double Seconds(TimeSpan span) => Math.Round(span.TotalSeconds, 1);
}
