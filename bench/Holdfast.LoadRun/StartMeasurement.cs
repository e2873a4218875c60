using System.Diagnostics;
using Holdfast.Simulator;

namespace Holdfast.LoadRun;

/// <summary>One start.</summary>
/// <param name="Elapsed">From the start of the process to the first open socket.</param>
/// <param name="Processor">The processor time it had used by then.</param>
internal sealed record StartFigures(TimeSpan Elapsed, TimeSpan Processor);

/// <summary>One start of one bot, with a fresh simulator and a fresh data folder.</summary>
internal static class StartMeasurement
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<StartFigures> RunAsync(BotCommand bot, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-start-");
        try
        {
            await using var simulator = await SlackSimulator.StartAsync(new SimulatorOptions(), cancellationToken);
            var open = simulator.Sockets.WaitForOpenAsync(timeout: Patience, cancellationToken: cancellationToken);
            var since = Stopwatch.GetTimestamp();
            using var process = Measurement.Start(bot, simulator, folder.FullName);
            try
            {
                await open;
                return new StartFigures(Stopwatch.GetElapsedTime(since), ProcessUsage.Of(process).Cpu);
            }
            finally
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
