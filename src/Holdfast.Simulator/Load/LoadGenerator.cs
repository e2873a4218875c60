using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Load;

/// <summary>
/// Mentions the bot at a rate and follows each mention to its reply. The bot is expected to answer <c>echo &lt;text&gt;</c> in the thread;
/// a reply is matched by its thread and by the number in its text.
/// </summary>
public static class LoadGenerator
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    /// <summary>Runs the plan to its end: until every mention was answered, or no reply came for a while.</summary>
    public static Task<LoadReport> RunAsync(SlackSimulator simulator, LoadPlan plan, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        ArgumentNullException.ThrowIfNull(plan);
        return RunAsync(simulator.State, plan, cancellationToken);
    }

    internal static async Task<LoadReport> RunAsync(SimulatorState simulator, LoadPlan plan, CancellationToken cancellationToken)
    {
        if (plan.Events < 1 || plan.Threads < 1 || plan.Channels < 1 || plan.RatePerSecond < 0)
            throw new ArgumentException("A plan needs at least one event, thread and channel, and no negative rate.", nameof(plan));
        var world = simulator.World;
        var run = new LoadRun(plan, Channels(world, plan), simulator.Time);
        var redeliveredBefore = simulator.Sockets.Counters.Redelivered;
        lock (world.Gate) world.Watch.AddListener(run.Observe);
        try
        {
            await SayAllAsync(world, run, plan, cancellationToken);
            await run.SettleAsync(cancellationToken);
        }
        finally
        {
            lock (world.Gate) world.Watch.RemoveListener(run.Observe);
        }

        return run.Report(simulator.Sockets.Counters.Redelivered - redeliveredBefore);
    }

    private static async Task SayAllAsync(SlackWorld world, LoadRun run, LoadPlan plan, CancellationToken cancellationToken)
    {
        var users = new[] { world.Ada.Id, world.Grace.Id, world.Linus.Id };
        using var timer = new PeriodicTimer(Tick, run.Time);
        var start = run.Time.GetTimestamp();
        var said = 0;
        while (said < plan.Events)
        {
            var due = plan.RatePerSecond == 0
                ? Math.Min(plan.Events, said + 256)
                : (int)Math.Min(plan.Events, run.Time.GetElapsedTime(start).TotalSeconds * plan.RatePerSecond);
            for (; said < due; said++) run.Say(world, said, users[said % users.Length]);
            if (plan.RatePerSecond == 0) await Task.Yield();
            else if (said < plan.Events) await timer.WaitForNextTickAsync(cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
        }

        run.SaidEverything();
    }

    private static List<string> Channels(SlackWorld world, LoadPlan plan)
    {
        var known = world.Channels.Where(channel => channel.Name.StartsWith("load-", StringComparison.Ordinal)).Select(channel => channel.Id).ToList();
        for (var i = known.Count; i < plan.Channels; i++) known.Add(world.AddChannel($"load-{i}").Id);
        return known.Take(plan.Channels).ToList();
    }
}
