using Holdfast.Diagnostics;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Operators;
using Holdfast.Storage;
using Holdfast.Text;

namespace Holdfast.Commands;

/// <summary><c>/holdfast status</c>.</summary>
public sealed class StatusCommand(IHoldfastStore store, PauseSwitch pause, IEnumerable<WaitingFigure> figures, TimeProvider time) : ISubcommand
{
    /// <inheritdoc/>
    public string Name => "status";

    /// <inheritdoc/>
    public string Help => "shows whether I'm running and what's waiting";

    /// <inheritdoc/>
    public bool IsForOperators => true;

    /// <inheritdoc/>
    public async ValueTask<CommandReply> RunAsync(Interaction command, string arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var queues = await store.GetQueueStatsAsync(cancellationToken);
        var state = await pause.ReadAsync(command.Team, cancellationToken) is { } paused
            ? $"⏸️ *Paused* by {PauseWording.By(paused)}, {SlackDate.Relative(paused.At)}"
            : "🟢 *Running*";
        var lines = new List<string?> { Line(queues, LaneQueue.Inbound, "messages"), Line(queues, LaneQueue.Outbound, "replies") };
        foreach (var figure in figures)
            lines.Add(Line(await figure.CountAsync(command.Team.Value, cancellationToken), figure.One, $" {figure.Waits}"));
        lines.Add(Line(await store.CountDeadLettersAsync(cancellationToken), "dead letter"));
        var busy = lines.Where(line => line is not null).ToList();
        return busy.Count == 0 ? $"{state} · nothing waiting" : $"{state}\n{string.Join('\n', busy)}";
    }

    /// <summary>A line for what there is; none for what there isn't.</summary>
    private static string? Line(int count, string thing, string rest = "") => count == 0 ? null : $"• {Quantities.Count(count, thing)}{rest}";

    private string? Line(IReadOnlyList<QueueStats> queues, LaneQueue queue, string things)
    {
        var stats = queues.First(q => q.Queue == queue);
        var waiting = stats.Items - stats.Held;
        if (stats.Items == 0)
            return null;
        List<string> counts = [];
        if (stats.Held > 0)
            counts.Add($"{Quantities.Count(stats.Held)} in progress");
        if (waiting > 0)
            counts.Add($"{Quantities.Count(waiting)} waiting");
        if (stats.OldestEnqueuedAt is { } at)
            counts.Add($"oldest {Quantities.Duration(time.GetUtcNow() - at)} ago");
        return $"• {things}: {string.Join(", ", counts)}";
    }
}
