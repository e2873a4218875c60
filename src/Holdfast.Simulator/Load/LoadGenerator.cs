using Holdfast.Simulator.SocketMode;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Load;

/// <summary>
/// Mentions the bot at a rate and follows each mention to its reply. The bot is expected to answer <c>echo &lt;text&gt;</c> in the thread;
/// a reply is matched by its thread and by the number in its text.
/// </summary>
public sealed class LoadGenerator
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    private readonly SlackWorld _world;
    private readonly SocketHub _sockets;
    private readonly TimeProvider _time;

    internal LoadGenerator(SlackWorld world, SocketHub sockets, TimeProvider time)
    {
        _world = world;
        _sockets = sockets;
        _time = time;
    }

    /// <summary>Runs the plan to its end: until every mention was answered, or no reply came for a while.</summary>
    public async Task<LoadReport> RunAsync(LoadPlan plan, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Events < 1 || plan.Threads < 1 || plan.Channels < 1 || plan.RatePerSecond < 0)
            throw new ArgumentException("A plan needs at least one event, thread and channel, and no negative rate.", nameof(plan));
        var run = new LoadRun(plan, Channels(plan), _time);
        var redeliveredBefore = _sockets.Counters.Redelivered;
        lock (_world.Gate) _world.Watch.AddListener(run.Observe);
        try
        {
            await SayAllAsync(run, plan, cancellationToken);
            await run.SettleAsync(cancellationToken);
        }
        finally
        {
            lock (_world.Gate) _world.Watch.RemoveListener(run.Observe);
        }

        return run.Report(_sockets.Counters.Redelivered - redeliveredBefore);
    }

    private async Task SayAllAsync(LoadRun run, LoadPlan plan, CancellationToken cancellationToken)
    {
        var users = new[] { _world.Ada.Id, _world.Grace.Id, _world.Linus.Id };
        using var timer = new PeriodicTimer(Tick, run.Time);
        var start = run.Time.GetTimestamp();
        var said = 0;
        while (said < plan.Events)
        {
            var due = plan.RatePerSecond == 0
                ? Math.Min(plan.Events, said + 256)
                : (int)Math.Min(plan.Events, run.Time.GetElapsedTime(start).TotalSeconds * plan.RatePerSecond);
            for (; said < due; said++) run.Say(_world, said, users[said % users.Length]);
            if (plan.RatePerSecond == 0) await Task.Yield();
            else if (said < plan.Events) await timer.WaitForNextTickAsync(cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
        }

        run.SaidEverything();
    }

    private List<string> Channels(LoadPlan plan)
    {
        var known = _world.Channels.Where(channel => channel.Name.StartsWith("load-", StringComparison.Ordinal)).Select(channel => channel.Id).ToList();
        for (var i = known.Count; i < plan.Channels; i++) known.Add(_world.AddChannel($"load-{i}").Id);
        return known.Take(plan.Channels).ToList();
    }
}
