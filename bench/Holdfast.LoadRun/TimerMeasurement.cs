using System.Diagnostics;
using Holdfast.Simulator;
using Holdfast.Simulator.Faults;
using Holdfast.Simulator.World;
using Microsoft.Data.Sqlite;

namespace Holdfast.LoadRun;

/// <summary>Timers of a server of its own: how late each rang and was delivered, by the server's own records.</summary>
internal static class TimerMeasurement
{
    private const int Channels = 1_000;
    private const int WarmUp = 4_000;
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(20);

    /// <summary>Until then the runtime still compiles what the start has used: more than all that an idle server does.</summary>
    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(40);

    /// <summary>Timers that ring, so long apart, after others that warm the server up.</summary>
    public static async Task<string> RingAsync(int count, TimeSpan apart, TimeSpan slackLatency, CancellationToken cancellationToken)
    {
        var warmUp = DateTimeOffset.UtcNow + StartTime;
        var first = warmUp + WarmUpTime;
        DateTimeOffset Due(int index) => index < WarmUp ? warmUp : first + (index - WarmUp) * apart;
        return await WithServerAsync(Due, WarmUp + count, async (simulator, _, _, folder) =>
        {
            var all = WarmUp + count;
            using var slow = slackLatency > TimeSpan.Zero ? simulator.Faults.Add(new Fault(FaultKind.Delay) { Delay = slackLatency }) : null;
            var notices = await simulator.World.WaitForMessagesAsync(
                message => message.IsFromBot, all, StartPatience + count * apart + (first - DateTimeOffset.UtcNow), cancellationToken);
            var posted = simulator.World.Channels.SelectMany(channel => simulator.World.Messages(channel.Id)).Count(message => message.IsFromBot);
            return $"{notices.Count - WarmUp} of {count} told, {posted - notices.Count} doubled; rung {Percentiles(folder, "rung_at", first)}; delivered {Percentiles(folder, "delivered_at", first)}";
        }, cancellationToken);
    }

    /// <summary>Timers that wait.</summary>
    public static async Task<string> WaitAsync(int count, CancellationToken cancellationToken)
    {
        var nextYear = DateTimeOffset.UtcNow.AddYears(1);
        return await WithServerAsync(index => nextYear + TimeSpan.FromSeconds(index), count, async (_, process, started, _) =>
        {
            await Task.Delay(Warming, cancellationToken);
            var before = ProcessUsage.Of(process);
            await Task.Delay(IdleTime, cancellationToken);
            var after = ProcessUsage.Of(process);
            return $"{count} pending; sockets open {started.TotalSeconds:F2} s after the start, idle CPU {(after.Cpu - before.Cpu) / IdleTime:P2} of a core, RSS {after.Resident / 1_000_000} MB";
        }, cancellationToken);
    }

    private static async Task<string> WithServerAsync(
        Func<int, DateTimeOffset> due, int count, Func<SlackSimulator, Process, TimeSpan, string, Task<string>> measure, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-timers-");
        try
        {
            await using var simulator = await SlackSimulator.StartAsync(
                new SimulatorOptions { EmitMessageTwins = false, EmitBotMessages = false, MaxRecordedCalls = 0 }, cancellationToken);
            var channels = Enumerable.Range(0, Math.Min(count, Channels)).Select(i => simulator.World.AddChannel($"timers-{i}").Id).ToList();
            var timers = Enumerable.Range(0, count).Select(i => ($"{simulator.TeamId}/{channels[i % channels.Count]}", due(i))).ToList();
            await TimerSeed.WriteAsync(Path.Combine(folder.FullName, "data"), timers, cancellationToken);
            var start = Stopwatch.GetTimestamp();
            using var process = Measurement.Start(BotCommand.For("holdfast", []), simulator, folder.FullName);
            try
            {
                await simulator.Sockets.WaitForOpenAsync(1, StartPatience, cancellationToken);
                return await measure(simulator, process, Stopwatch.GetElapsedTime(start), Path.Combine(folder.FullName, "data"));
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

    /// <summary>How long after they were due, in milliseconds.</summary>
    private static string Percentiles(string data, string moment, DateTimeOffset since)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(data, "holdfast.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT ({moment} - due_at) / 1000.0 FROM timer JOIN delivery ON delivery.cause = timer.id WHERE due_at >= {(since - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond} ORDER BY 1";
        var late = new List<double>();
        using var row = command.ExecuteReader();
        while (row.Read())
            late.Add(row.GetDouble(0));
        return late.Count == 0 ? "none" : $"p50 {At(0.5):F0} ms, p99 {At(0.99):F0} ms, max {late[^1]:F0} ms";

        double At(double part) => late[Math.Min(late.Count - 1, (int)(part * late.Count))];
    }
}
