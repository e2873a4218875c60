using System.Diagnostics;
using Holdfast.Simulator;
using Holdfast.Simulator.Load;

namespace Holdfast.LoadRun;

/// <summary>One bot under one load, in processes of their own: a fresh simulator, a fresh data folder.</summary>
internal static class Measurement
{
    private static readonly string? Database = Environment.GetEnvironmentVariable("DATABASE_URL");
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);

    public static async Task<string> RunAsync(BotCommand bot, MeasuredPlan plan, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-load-");
        try
        {
            await using var simulator = await SlackSimulator.StartAsync(
                new SimulatorOptions { EmitMessageTwins = false, EmitBotMessages = false, MaxRecordedCalls = 0 }, cancellationToken);
            var schema = $"load_{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}";
            var processes = Enumerable.Range(0, plan.Workers).Select(_ => Start(plan.Workers > 1 || Database is not null ? bot.OnDatabase(schema, plan.Workers) : bot, simulator, folder.FullName)).ToList();
            try
            {
                await simulator.Sockets.WaitForOpenAsync(plan.Workers, StartPatience, cancellationToken);
                if (plan.WarmUp > 0)
                    await simulator.Load.RunAsync(new LoadPlan(plan.WarmUp, Math.Max(1, plan.Rate / 5), plan.Threads), cancellationToken);
                var before = ProcessUsage.Of(processes);
                var own = Environment.CpuUsage.TotalTime;
                var report = await simulator.Load.RunAsync(new LoadPlan(plan.Events, plan.Rate, plan.Threads), cancellationToken);
                var after = ProcessUsage.Of(processes);
                own = Environment.CpuUsage.TotalTime - own;
                return $"{report}; CPU {(after.Cpu - before.Cpu).TotalMilliseconds / plan.Events:F3} ms an event "
                    + $"(simulator {own.TotalMilliseconds / plan.Events:F3}), RSS {after.Resident / 1_000_000} MB";
            }
            finally
            {
                foreach (var process in processes)
                {
                    process.Kill(entireProcessTree: true);
                    await process.WaitForExitAsync(CancellationToken.None);
                    process.Dispose();
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    internal static Process Start(BotCommand bot, SlackSimulator simulator, string folder)
    {
        var start = new ProcessStartInfo(bot.FileName) { WorkingDirectory = folder, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in bot.Arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in simulator.BotEnvironment)
            start.Environment[name] = value;
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{bot.FileName} did not start.");
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }
}
