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
    public string Help => "tells how I am, and what waits";

    /// <inheritdoc/>
    public bool IsForOperators => true;

    /// <inheritdoc/>
    public async ValueTask<CommandReply> RunAsync(Interaction command, string arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var queues = await store.GetQueueStatsAsync(cancellationToken);
        var state = await pause.ReadAsync(command.Team, cancellationToken) is { } paused
            ? $"⏸️ *Paused* by {PauseWording.By(paused)} since {SlackDate.Full(paused.At)}"
            : "🟢 *At work*";
        return $"""
            {state}
            • messages: {Describe(queues, LaneQueue.Inbound)}
            • replies: {Describe(queues, LaneQueue.Outbound)}
            {string.Concat(await DescribeAsync(command.Team.Value, cancellationToken))}• dead letters: {await store.CountDeadLettersAsync(cancellationToken)}
            """;
    }

    private async ValueTask<IReadOnlyList<string>> DescribeAsync(string team, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        foreach (var figure in figures)
            lines.Add($"• {figure.Name.Replace('_', ' ')}: {await figure.CountAsync(team, cancellationToken)} {figure.Waits}\n");
        return lines;
    }

    private string Describe(IReadOnlyList<QueueStats> queues, LaneQueue queue)
    {
        var stats = queues.First(q => q.Queue == queue);
        var oldest = stats.OldestEnqueuedAt is { } at ? $", the oldest for {(time.GetUtcNow() - at).TotalSeconds:0} s" : "";
        return $"{stats.Held} under way, {stats.Items - stats.Held} wait{oldest}";
    }
}
