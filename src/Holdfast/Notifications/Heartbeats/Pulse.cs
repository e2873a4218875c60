using System.Globalization;
using System.Reflection;
using Holdfast.Diagnostics;
using Holdfast.Items;
using Holdfast.Slack.BlockKit;
using Holdfast.Storage;
using Holdfast.Text;

namespace Holdfast.Notifications.Heartbeats;

/// <summary>The state of the server at one moment; with a shared store, of all workers.</summary>
internal sealed record Pulse(TimeSpan Uptime, int? Workers, int Messages, int Replies, IReadOnlyList<(WaitingFigure Figure, int Count)> Waits, int DeadLetters)
{
    private static readonly string Version =
        typeof(Pulse).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    /// <summary>Counts what is waiting.</summary>
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

    public string Text
    {
        get
        {
            string?[] waiting =
            [
                Number(Messages, "message", "messages"), Number(Replies, "reply", "replies"),
                .. Waits.Select(waiting => Number(waiting.Count, waiting.Figure.One, $"{waiting.Figure.One}s")),
            ];
            var things = waiting.Where(thing => thing is not null).ToList();
            string?[] parts =
            [
                $"💚 Holdfast {Version} up {Quantities.Duration(Uptime)}",
                Workers is { } workers ? Quantities.Count(workers, "worker") : null,
                things.Count == 0 ? "nothing waiting" : $"waiting: {string.Join(", ", things)}",
                Number(DeadLetters, "dead letter", "dead letters"),
            ];
            return string.Join(" · ", parts.Where(part => part is not null));
        }
    }

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
        SlackContent.Of(Text, [new ContextBlock { Elements = [Parts.Literal(Text)] }]) with { Channel = channel };

    private static int Waiting(IReadOnlyList<QueueStats> queues, LaneQueue queue) => queues.FirstOrDefault(stats => stats.Queue == queue)?.Items ?? 0;

    /// <summary>How many; null for none.</summary>
    private static string? Number(int count, string one, string many) => count == 0 ? null : $"{Quantities.Count(count)} {(count == 1 ? one : many)}";

    private static string Figure(int number) => number.ToString(CultureInfo.InvariantCulture);
}
