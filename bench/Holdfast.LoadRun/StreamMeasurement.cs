using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Holdfast.Simulator;
using Holdfast.Simulator.Load;
using Holdfast.Simulator.Model;
using Holdfast.Simulator.World;

namespace Holdfast.LoadRun;

/// <summary>One server: from the model's first words to those in Slack, and what a reply takes besides its model.</summary>
internal static class StreamMeasurement
{
    private const int WarmUp = 300;
    private const int People = 20;

    /// <summary>Slack allows twenty streams to begin a minute, and Holdfast uses fewer.</summary>
    private static readonly TimeSpan BetweenAnswers = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Thinking = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Writing = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string Words = string.Join(' ', Enumerable.Range(1, 60).Select(number => $"word{number}"));

    public static async IAsyncEnumerable<string> RunAsync(int answers, int atOnce, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-streams-");
        try
        {
            await using var simulator = await SlackSimulator.StartAsync(new SimulatorOptions { EmitMessageTwins = false }, cancellationToken);

            // One workspace has nine tenths of the places: a run that waits for one of them is not what is measured.
            string[] settings = ["Agent:Kind=Chat", $"Runs:Concurrency={Math.Max(100, 2 * atOnce)}"];
            using var process = Measurement.Start(BotCommand.For("holdfast", settings), simulator, folder.FullName);
            try
            {
                await simulator.Sockets.WaitForOpenAsync(1, Patience, cancellationToken);
                for (var i = 0; i < People; i++)
                    simulator.World.AddUser(new SlackUser($"U0ASKER{i}", $"asker{i}", $"Asker {i}"));
                await OwnPartAsync(simulator, WarmUp, atOnce, cancellationToken);
                yield return $"first words in Slack after the model's: {Percentiles.Of(await FirstWordsAsync(simulator, answers, cancellationToken))}";
                var (asked, told) = await OwnPartAsync(simulator, atOnce * 10, atOnce, cancellationToken);
                yield return $"{atOnce} runs at once, from the message to its model: {Percentiles.Of(asked)}; from the model's end to the whole reply: {Percentiles.Of(told)}";
                yield return $"{atOnce} runs at once, a reply without its model: {Percentiles.Of([.. asked.Zip(told, static (one, other) => one + other)])}";
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

    private static async Task<List<double>> FirstWordsAsync(SlackSimulator simulator, int answers, CancellationToken cancellationToken)
    {
        var took = new List<double>();
        var begins = new ConcurrentDictionary<string, long>();
        simulator.Model.Responder = (request, _) =>
        {
            begins[Key(request.LastUserText)] = Stopwatch.GetTimestamp() + (long)(Thinking.TotalSeconds * Stopwatch.Frequency);
            return ValueTask.FromResult(new ModelReply(Words) { Delay = Thinking, Spread = Writing });
        };
        using var timer = new PeriodicTimer(BetweenAnswers);
        for (var i = 0; i < answers; i++)
        {
            var thread = simulator.World.MentionBot(simulator.World.General.Id, $"U0ASKER{i % People}", $"write key{i}.");
            await simulator.World.WaitForReplyAsync(simulator.World.General.Id, thread, message => message.Text.Length > 0, Patience, cancellationToken);
            took.Add(Stopwatch.GetElapsedTime(begins[$"key{i}."]).TotalMilliseconds);
            await timer.WaitForNextTickAsync(cancellationToken);
        }

        return took;
    }

    /// <summary>From the message to the model, and from the model's end to the whole reply.</summary>
    private static async Task<(List<double> Asked, List<double> Told)> OwnPartAsync(SlackSimulator simulator, int count, int atOnce, CancellationToken cancellationToken)
    {
        var model = TimeSpan.FromSeconds(1);
        var said = new ConcurrentDictionary<string, long>();
        var asked = new ConcurrentDictionary<string, double>();
        var ends = new ConcurrentDictionary<string, long>();
        simulator.Model.Responder = (request, _) =>
        {
            var key = Key(request.LastUserText);
            asked[key] = Stopwatch.GetElapsedTime(said[key]).TotalMilliseconds;
            ends[key] = Stopwatch.GetTimestamp() + (long)(model.TotalSeconds * Stopwatch.Frequency);
            return ValueTask.FromResult(new ModelReply("A short answer.") { Delay = model });
        };
        var took = new ConcurrentBag<(double Asked, double Told)>();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken }, async (i, cancellation) =>
        {
            // Spread over the second that a run takes, as people are.
            if (i < atOnce)
                await Task.Delay(model * (i / (double)atOnce), cancellation);
            var key = $"own{count}x{i}.";
            said[key] = Stopwatch.GetTimestamp();
            var thread = simulator.World.MentionBot(simulator.World.General.Id, $"U0ASKER{i % People}", $"say {key}");
            await simulator.World.WaitForReplyAsync(simulator.World.General.Id, thread, message => message.Blocks?.Contains("flow.open", StringComparison.Ordinal) == true, Patience, cancellation);
            took.Add((asked[key], Stopwatch.GetElapsedTime(ends[key]).TotalMilliseconds));
        });
        return ([.. took.Select(one => one.Asked)], [.. took.Select(one => one.Told)]);
    }

    private static string Key(string text) => text[(text.LastIndexOf(' ') + 1)..];
}
