using System.Diagnostics;
using Holdfast.Simulator;
using Holdfast.Simulator.Load;

namespace Holdfast.LoadRun;

/// <summary>One bot under one load, in processes of their own: a fresh simulator, a fresh data folder.</summary>
internal static class Measurement
{
    private static readonly string? Database = Environment.GetEnvironmentVariable("DATABASE_URL");
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);

    public static async Task<MeasuredRun> RunAsync(BotCommand bot, MeasuredPlan plan, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-load-");
        try
        {
            await using var database = Database is null ? null : await DatabaseServer.OpenAsync(Database, cancellationToken);
            await using var simulator = await SlackSimulator.StartAsync(
                new SimulatorOptions { EmitMessageTwins = false, EmitBotMessages = false, MaxRecordedCalls = 0 }, cancellationToken);
            if (database is not null)
                bot = bot.OnDatabase(database.Schema, plan.Workers);
            var processes = Enumerable.Range(0, plan.Workers).Select(_ => Start(bot, simulator, folder.FullName)).ToList();
            try
            {
                await simulator.Sockets.WaitForOpenAsync(plan.Workers, StartPatience, cancellationToken);
                if (plan.WarmUp > 0)
                    await simulator.Load.RunAsync(new LoadPlan(plan.WarmUp, plan.WarmUpRate, plan.Threads), cancellationToken);
                if (database is not null)
                    await database.ForgetStatementsAsync(cancellationToken);
                var before = ProcessUsage.Of(processes);
                var (own, ofDatabase) = (Environment.CpuUsage.TotalTime, database?.Cpu());
                var report = await simulator.Load.RunAsync(new LoadPlan(plan.Events, plan.Rate, plan.Threads), cancellationToken);
                var after = ProcessUsage.Of(processes);
                return new MeasuredRun(
                    report,
                    after.Cpu - before.Cpu,
                    database?.Cpu() - ofDatabase,
                    Environment.CpuUsage.TotalTime - own,
                    after.Resident)
                {
                    Statements = database is null ? [] : await database.DearestStatementsAsync(plan.Statements, plan.Events, cancellationToken),
                };
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
        if (bot.Authority is { } authority)
            start.Environment["SSL_CERT_FILE"] = authority;
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{bot.FileName} did not start.");
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }
}
