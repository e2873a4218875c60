using System.Globalization;
using System.Reflection;
using Holdfast.Diagnostics;
using Holdfast.Items;
using Holdfast.Slack.BlockKit;
using Holdfast.Storage;
using Holdfast.Text;

namespace Holdfast.Notifications.Heartbeats;

/// <summary>How the server stands at one moment; with a shared store, all workers.</summary>
internal sealed record Pulse(TimeSpan Uptime, int? Workers, int Messages, int Replies, IReadOnlyList<(WaitingFigure Figure, int Count)> Waits, int DeadLetters)
{
    private static readonly string Version =
        typeof(Pulse).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    /// <summary>Counts what waits.</summary>
    public static async ValueTask<Pulse> TakeAsync(
        IHoldfastStore store, IWorkerRegistry? workers, IEnumerable<WaitingFigure> figures, DateTimeOffset now, TimeSpan uptime, CancellationToken cancellationToken)
    {
        var waits = new List<(WaitingFigure, int)>();
        foreach (var figure in figures)
            waits.Add((figure, await figure.CountAsync(null, cancellationToken)));
        var queues = await store.GetQueueStatsAsync(cancellationToken);
        return new Pulse(
            uptime,
            workers is null ? null : (await workers.GetWorkersAsync(cancellationToken)).Count(worker => !worker.IsSilent(now)),
            Waiting(queues, LaneQueue.Inbound),
            Waiting(queues, LaneQueue.Outbound),
            waits,
            await store.CountDeadLettersAsync(cancellationToken));
    }

    public string Text =>
        $"Holdfast is alive: {(Workers is { } workers ? FlowFigures.Count(workers, "worker") + ", this one " : "")}up {FlowFigures.Duration(Uptime)}, version {Version}. Waiting: {FlowFigures.Count(Messages, "message")}, "
        + $"{string.Join(", ", [Number(Replies, "reply", "replies"), .. Waits.Select(waiting => FlowFigures.Count(waiting.Count, waiting.Figure.One))])}. "
        + $"{Number(DeadLetters, "dead letter", "dead letters")}.";

    public IReadOnlyDictionary<string, string> Data
    {
        get
        {
            var data = new Dictionary<string, string>
            {
                ["uptime_s"] = ((long)Uptime.TotalSeconds).ToString(CultureInfo.InvariantCulture),
                ["version"] = Version,
                ["messages"] = Figure(Messages),
                ["replies"] = Figure(Replies),
                ["dead_letters"] = Figure(DeadLetters),
            };
            foreach (var (figure, count) in Waits)
                data[figure.Name] = Figure(count);
            if (Workers is { } workers)
                data["workers"] = Figure(workers);
            return data;
        }
    }

    /// <summary>A small grey line: four an hour are not to stand out.</summary>
    public SlackContent ForSlack(string channel) =>
        SlackContent.Of(Text, [new ContextBlock { Elements = [TextObject.Plain(Text)] }]) with { Channel = channel };

    private static int Waiting(IReadOnlyList<QueueStats> queues, LaneQueue queue) => queues.FirstOrDefault(stats => stats.Queue == queue)?.Items ?? 0;

    private static string Number(int count, string one, string many) => $"{FlowFigures.Count(count)} {(count == 1 ? one : many)}";

    private static string Figure(int number) => number.ToString(CultureInfo.InvariantCulture);
}
