using System.Diagnostics;
using System.Text;
using Holdfast.Simulator;
using Holdfast.Simulator.Load;
using Holdfast.Simulator.Model;
using Holdfast.Simulator.World;
using Holdfast.Testing.Servers;

namespace Holdfast.LoadRun;

/// <summary>One server that is asked about many large documents at once, while others talk with it.</summary>
internal static class FileMeasurement
{
    private const int WarmUp = 200;

    /// <summary>One alone would not get all these places.</summary>
    private const int People = 20;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task<string> RunAsync(int files, int megabytes, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-files-");
        try
        {
            await using var simulator = await SlackSimulator.StartAsync(new SimulatorOptions { EmitMessageTwins = false, MaxFileBytes = long.MaxValue }, cancellationToken);
            var bot = BotCommand.For("holdfast", ["Agent:Kind=Chat", $"Health:Port={Ports.Free()}"]);
            using var process = Measurement.Start(bot, simulator, folder.FullName);
            try
            {
                await simulator.Sockets.WaitForOpenAsync(1, Patience, cancellationToken);
                return await MeasureAsync(simulator, process, files, Document(megabytes), cancellationToken);
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

    private static async Task<string> MeasureAsync(SlackSimulator simulator, Process process, int files, byte[] document, CancellationToken cancellationToken)
    {
        var world = simulator.World;
        for (var i = 0; i < People; i++)
            world.AddUser(new SlackUser($"U0ASKER{i}", $"asker{i}", $"Asker {i}"));
        simulator.Model.Responder = static (_, _) => ValueTask.FromResult(new ModelReply("answer"));
        for (var i = 0; i < WarmUp; i++)
            world.MentionBot(world.General.Id, $"U0ASKER{i % People}", $"question {i}");
        await world.WaitForMessagesAsync(static message => message.IsFromBot && message.Text.Contains("answer", StringComparison.Ordinal), WarmUp, Patience, cancellationToken);
        var before = ProcessUsage.Of(process).Resident;

        var since = Stopwatch.GetTimestamp();
        var asked = Enumerable.Range(0, files)
            .Select(i => world.PostFileAsUser(world.General.Id, $"U0ASKER{i % People}", $"{world.Mention} what is in it?", $"report{i}.txt", document))
            .Select(thread => world.WaitForReplyAsync(world.General.Id, thread, static message => message.Text.Contains("answer", StringComparison.Ordinal), Patience, cancellationToken))
            .ToList();
        var (others, most) = await TalkAsync(simulator, process, Task.WhenAll(asked), cancellationToken);
        var took = Stopwatch.GetElapsedTime(since);
        return $"{files} documents of {document.Length / 1_000_000} MB answered in {took.TotalSeconds:0.0} s; RSS {before / 1_000_000} MB before, at most {most / 1_000_000} MB; answers to others {Percentiles.Of(others)}";
    }

    /// <summary>Others ask meanwhile, one after the other, until all documents are answered.</summary>
    private static async Task<(List<double> Others, long MostMemory)> TalkAsync(SlackSimulator simulator, Process process, Task answered, CancellationToken cancellationToken)
    {
        var world = simulator.World;
        var (others, most) = (new List<double>(), 0L);
        while (!answered.IsCompleted)
        {
            var asked = Stopwatch.GetTimestamp();
            var thread = world.MentionBot(world.General.Id, world.Grace.Id, "say hello");
            await world.WaitForReplyAsync(world.General.Id, thread, static message => message.Text.Contains("answer", StringComparison.Ordinal), Patience, cancellationToken);
            others.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            most = Math.Max(most, ProcessUsage.Of(process).Resident);
            await Task.WhenAny(answered, Task.Delay(Pace, cancellationToken));
        }

        await answered;
        return (others, most);
    }

    private static byte[] Document(int megabytes)
    {
        var line = "The quick brown fox jumps over the lazy dog, and nobody knows why it does so again and again. \n";
        return Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(line, megabytes * 1_000_000 / line.Length)));
    }
}
