using System.Reflection;
using Holdfast.Diagnostics;
using Holdfast.Hosting.Health;
using Holdfast.Operators;
using Holdfast.Storage;
using Holdfast.Text;
using Holdfast.Verbs;

namespace Holdfast.Hosting.Verbs;

/// <summary><c>holdfast status</c>: of the server what it says of its health, of a store without one what is in it.</summary>
/// <param name="store">The store.</param>
/// <param name="figures">What features have waiting.</param>
/// <param name="services">Has the reporter, which only a server can make.</param>
/// <param name="time">The clock.</param>
/// <param name="workers">Who works on a shared store.</param>
internal sealed class StatusVerb(IHoldfastStore store, IEnumerable<WaitingFigure> figures, IServiceProvider services, TimeProvider time, IWorkerRegistry? workers = null) : IVerb
{
    private static readonly string Version = typeof(StatusVerb).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    /// <inheritdoc/>
    public async ValueTask<VerbReply> RunAsync(VerbCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var report = call.Place == VerbPlace.Server ? await services.GetRequiredService<HealthReporter>().ReportAsync(cancellationToken) : null;
        var now = time.GetUtcNow();
        var paused = await store.GetValueAsync(PauseSwitch.Key, cancellationToken) is { } value ? PauseSwitch.Parse(value) : null;
        var waiting = new List<WaitingView>();
        foreach (var figure in figures)
            waiting.Add(new WaitingView(figure.Name, await figure.CountAsync(null, cancellationToken), figure.One, figure.Waits));
        var view = new StatusView
        {
            Server = call.Place switch { VerbPlace.Server => "running", VerbPlace.Alone => "not running", _ => "shared" },
            Version = Version,
            Status = report?.Status,
            UptimeS = report?.UptimeS,
            Connections = report?.Connections.Count(connection => connection.State == "Open"),
            Problems = report?.Problems ?? [],
            PausedBy = paused?.By,
            PausedAt = paused?.At,
            Workers = workers is null ? null : [.. (await workers.GetWorkersAsync(cancellationToken)).Select(worker => new WorkerView(worker.Id.Value, worker.Version, worker.IsSilent(now) ? "silent" : "alive", worker.InHand))],
            Queues = [.. (await store.GetQueueStatsAsync(cancellationToken)).Select(queue => LaneQueueView.Of(queue, now))],
            Waiting = waiting,
            DeadLetters = await store.CountDeadLettersAsync(cancellationToken),
        };
        return VerbReply.Of(view, HostingVerbsJson.Default.StatusView, string.Join('\n', Lines(view)));
    }

    private static IEnumerable<string> Lines(StatusView view)
    {
        yield return view.Server switch
        {
            "running" => $"running, {view.Status}: up {Quantities.Duration(TimeSpan.FromSeconds(view.UptimeS ?? 0))}, version {view.Version}, {Quantities.Count(view.Connections ?? 0, "open connection")}",
            "not running" => "no server runs on this data folder",
            _ => $"{Quantities.Count(view.Workers?.Count ?? 0, "worker")} on this database",
        };
        foreach (var worker in view.Workers ?? [])
            yield return $"  {worker.Name}: {worker.State}, version {worker.Version}, {worker.InHand} in hand";
        if (view.PausedBy is { } by)
            yield return FormattableString.Invariant($"paused by {by} since {view.PausedAt:u}");
        foreach (var problem in view.Problems)
            yield return $"! {problem}";
        foreach (var queue in view.Queues.Where(queue => queue.Items > 0 && queue.Queue is "Inbound" or "Outbound"))
            yield return $"{(queue.Queue == "Inbound" ? "messages" : "replies")}: {Quantities.Count(queue.InHand)} in progress, {Quantities.Count(Math.Max(queue.Items - queue.InHand, 0))} waiting";
        foreach (var figure in view.Waiting.Where(figure => figure.Count > 0))
            yield return $"{Quantities.Count(figure.Count, figure.One)} {figure.Waits}";
        if (view.DeadLetters > 0)
            yield return $"{Quantities.Count(view.DeadLetters, "dead letter")}: 'holdfast dead-letters list'";
    }
}

/// <summary>How everything stands, as an operator sees it.</summary>
internal sealed record StatusView
{
    /// <summary><c>running</c>, <c>not running</c>, or <c>shared</c> of a database whose workers are listed.</summary>
    public required string Server { get; init; }

    public required string Version { get; init; }

    public string? Status { get; init; }

    public double? UptimeS { get; init; }

    public int? Connections { get; init; }

    public required IReadOnlyList<string> Problems { get; init; }

    public string? PausedBy { get; init; }

    public DateTimeOffset? PausedAt { get; init; }

    public IReadOnlyList<WorkerView>? Workers { get; init; }

    public required IReadOnlyList<LaneQueueView> Queues { get; init; }

    public required IReadOnlyList<WaitingView> Waiting { get; init; }

    public required int DeadLetters { get; init; }
}

/// <summary>A worker of a shared store.</summary>
internal sealed record WorkerView(string Name, string Version, string State, int InHand);

/// <summary>How much of something is waiting.</summary>
internal sealed record WaitingView(string Name, int Count, [property: System.Text.Json.Serialization.JsonIgnore] string One, [property: System.Text.Json.Serialization.JsonIgnore] string Waits);
