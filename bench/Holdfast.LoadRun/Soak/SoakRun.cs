using Holdfast.LoadRun.Soak.Report;
using Holdfast.Simulator;

namespace Holdfast.LoadRun.Soak;

/// <summary>One soak from its first question to what is left when the server has stopped.</summary>
internal static class SoakRun
{
    public static async Task<SoakRecord> RunAsync(SoakPlan plan, string program, Action<string> tell, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-soak-");
        try
        {
            await using var slack = await SlackSimulator.StartAsync(new SimulatorOptions { MaxRecordedCalls = 0, Seed = plan.Seed }, cancellationToken);
            await using var server = new SoakServer(slack, program, folder.FullName, slack.World.Grace.Id, tell);
            try
            {
                return await RunAsync(plan, slack, server, tell, cancellationToken);
            }
            catch
            {
                tell(server.Tail());
                throw;
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<SoakRecord> RunAsync(SoakPlan plan, SlackSimulator slack, SoakServer server, Action<string> tell, CancellationToken cancellationToken)
    {
        var version = await server.VersionAsync(cancellationToken);
        tell(FormattableString.Invariant($"{version}: {plan.Lasts.TotalMinutes:0.#} minutes, seed {plan.Seed}, {Environment.ProcessorCount} cores, shared with the simulator"));
        await server.StartAsync(cancellationToken);
        var began = DateTimeOffset.UtcNow;
        var ledger = new SoakLedger();
        var people = new SoakPeople(slack, ledger);
        var traffic = new SoakTraffic(plan, people, ledger);
        var disturber = new SoakDisturber(plan, slack, server, people, ledger);
        var sampler = new SoakSampler(server, ledger);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sampling = sampler.RunAsync(enough.Token);
        await Task.WhenAll(traffic.RunAsync(cancellationToken), disturber.RunAsync(cancellationToken));
        await enough.CancelAsync();
        await sampling;

        tell(FormattableString.Invariant($"{ledger.Asked:N0} questions asked; waiting for the last answers"));
        slack.Faults.Clear();
        if (await traffic.EndAsync() is ({ } impatient and > 0, var first))
            tell($"{impatient} people lost patience; the first: {first}");
        var (health, deadLetters) = await server.SettleAsync();
        var (lost, doubled) = ledger.Settle(slack.World);
        var exitCode = await server.StopAsync();
        return new SoakRecord
        {
            Version = version, Began = began, Lasted = plan.Lasts, Seed = plan.Seed, Cores = Environment.ProcessorCount,
            Samples = sampler.Samples, Marks = disturber.Marks, Answers = ledger.Answers,
            Asked = ledger.ByKind(), Lost = lost, Doubled = doubled, Retried = ledger.Retried, Untaken = ledger.Untaken, DeliveredAgain = slack.Sockets.Counters.Redelivered + disturber.DeliveredAgain,
            DeadLetters = deadLetters, Health = health,
            Store = await server.CheckStoreAsync(cancellationToken), ExitCode = exitCode, EndedByItself = server.EndedByItself,
        };
    }
}
