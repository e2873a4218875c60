using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Model;

namespace Holdfast.EndToEnd.Tests;

/// <summary>kill -9 at any instant: what Slack was told has been taken is answered once, in order.</summary>
public sealed partial class KillTests : EndToEndTest
{
    private const int Kills = 20;
    private const int EventsPerSecond = 50;
    private const int MessagesPerThread = 5;
    private const int ThreadsAtATime = 40;

    /// <summary>A failure is replayed with the seed it names.</summary>
    private static readonly int Seed = int.Parse(Environment.GetEnvironmentVariable("E2E_SEED") ?? "20261122", CultureInfo.InvariantCulture);

    [Fact]
    [Trait("Req", "RS-3")]
    [Trait("Req", "RS-5")]
    [Trait("Req", "RS-6")]
    public async Task Twenty_kills_under_load_lose_nothing_double_nothing_and_keep_the_order()
    {
        Slack.Model.Latency = TimeSpan.FromSeconds(2);
        Slack.Model.Responder = (request, _) => ValueTask.FromResult(new ModelReply($"answer to {Said().Match(request.LastUserText).Value}"));
        await StartAsync(("Runs:Concurrency", "3000"));
        var random = new Random(Seed);
        using var enough = new CancellationTokenSource();
        var talking = TalkAsync(new Random(Seed + 1), enough.Token);

        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(300, 4_500)));
            await Server.KillAsync();
            await Server.LaunchAsync();
        }

        await enough.CancelAsync();
        var threads = await talking;
        var said = threads.Values.Sum(thread => thread.Count);
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {Seed}: {said} messages in {threads.Count} threads, {Kills} kills");

        await Server.WaitUntilIdleAsync();
        var wrong = threads
            .Select(thread => (Expected: thread.Value.Select(text => $"answer to {text}"), Actual: Answers(General, thread.Key)))
            .Where(thread => !thread.Expected.SequenceEqual(thread.Actual))
            .Select(thread => $"\n  expected [{string.Join(", ", thread.Expected)}]\n  but got  [{string.Join(", ", thread.Actual)}]")
            .ToList();
        Assert.True(wrong.Count == 0, $"Seed {Seed}: {wrong.Count} of {threads.Count} threads are wrong:{string.Concat(wrong.Take(10))}");
        Assert.True(said > Kills * EventsPerSecond, $"Only {said} messages were said: the load was not what the test promises.");
        Assert.Equal(0, (await Server.HealthAsync()).DeadLetters);
    }

    /// <summary>Talks in some threads at a time, quicker than the model answers, until told to stop.</summary>
    /// <returns>What was said in each thread, in order.</returns>
    private async Task<Dictionary<string, List<string>>> TalkAsync(Random random, CancellationToken enough)
    {
        var threads = new Dictionary<string, List<string>>();
        var open = new List<string>();
        var since = Stopwatch.GetTimestamp();
        for (var number = 0; ; number++)
        {
            var text = $"message {number}.";
            if (open.Count < ThreadsAtATime)
            {
                var started = World.MentionBot(General, Ada, text);
                open.Add(started);
                threads.Add(started, [text]);
            }
            else
            {
                var thread = open[random.Next(open.Count)];
                World.MentionBot(General, Ada, text, thread);
                threads[thread].Add(text);
                if (threads[thread].Count == MessagesPerThread) open.Remove(thread);
            }

            try
            {
                var due = TimeSpan.FromSeconds((number + 1.0) / EventsPerSecond) - Stopwatch.GetElapsedTime(since);
                if (due > TimeSpan.Zero) await Task.Delay(due, enough);
                enough.ThrowIfCancellationRequested();
            }
            catch (OperationCanceledException)
            {
                return threads;
            }
        }
    }

    [GeneratedRegex(@"message \d+\.", RegexOptions.None, 1000)]
    private static partial Regex Said();
}
