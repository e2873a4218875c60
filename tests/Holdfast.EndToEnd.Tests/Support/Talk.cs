using System.Diagnostics;
using System.Text.RegularExpressions;
using Holdfast.Simulator.Model;
using Holdfast.Simulator.World;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>People who talk in some threads at a time, quicker than they are answered.</summary>
internal static partial class Talk
{
    /// <summary>A model that answers <c>message 7.</c> with <c>answer to message 7.</c></summary>
    public static ValueTask<ModelReply> AnswerAsync(ModelRequest request) => ValueTask.FromResult(new ModelReply(AnswerTo(Said(request))));

    /// <summary>What was said last.</summary>
    public static string Said(ModelRequest request) => Numbered().Match(request.LastUserText).Value;

    private static string AnswerTo(string said) => $"answer to {said}";

    private const int MessagesPerThread = 5;
    private const int ThreadsAtATime = 40;

    /// <summary>Talks until told to stop.</summary>
    /// <param name="world">Where.</param>
    /// <param name="random">Chooses the threads.</param>
    /// <param name="eventsPerSecond">How quick.</param>
    /// <param name="enough">Ends it.</param>
    /// <param name="isTakenIn">
    /// Whether a message has been taken in: then nobody speaks in a thread before that is so of what was said there. For what only Slack
    /// knows of, a worker that dies or is cut off having it unread, no other can wait.
    /// </param>
    /// <returns>What was said in each thread, in order: <c>message 1.</c>, <c>message 2.</c> and so on.</returns>
    public static async Task<Dictionary<string, List<string>>> RunAsync(SlackWorld world, Random random, int eventsPerSecond, CancellationToken enough, Func<string, bool>? isTakenIn = null)
    {
        var threads = new Dictionary<string, List<string>>();
        var open = new List<string>();
        var last = new Dictionary<string, string>();
        var since = Stopwatch.GetTimestamp();
        for (var number = 0; ; number++)
        {
            var text = $"message {number}.";
            var free = open.Count < ThreadsAtATime ? [] : open.Where(thread => isTakenIn?.Invoke(last[thread]) != false).ToList();
            if (free.Count == 0)
            {
                var started = world.MentionBot(world.General.Id, world.Ada.Id, text);
                open.Add(started);
                threads.Add(started, [text]);
                last[started] = started;
            }
            else
            {
                var thread = free[random.Next(free.Count)];
                last[thread] = world.MentionBot(world.General.Id, world.Ada.Id, text, thread);
                threads[thread].Add(text);
                if (threads[thread].Count == MessagesPerThread) open.Remove(thread);
            }

            try
            {
                var due = TimeSpan.FromSeconds((number + 1.0) / eventsPerSecond) - Stopwatch.GetElapsedTime(since);
                if (due > TimeSpan.Zero) await Task.Delay(due, enough);
                enough.ThrowIfCancellationRequested();
            }
            catch (OperationCanceledException)
            {
                return threads;
            }
        }
    }

    /// <summary>Each message was answered, once, in its order.</summary>
    public static void AssertAnswered(SlackWorld world, Dictionary<string, List<string>> threads, string about)
    {
        var wrong = threads
            .Select(thread => (
                Expected: thread.Value.Select(AnswerTo),
                Actual: world.Thread(world.General.Id, thread.Key).Where(message => message.IsFromBot).Select(message => message.Text)))
            .Where(thread => !thread.Expected.SequenceEqual(thread.Actual))
            .Select(thread => $"\n  expected [{string.Join(", ", thread.Expected)}]\n  but got  [{string.Join(", ", thread.Actual)}]")
            .ToList();
        Assert.True(wrong.Count == 0, $"{about}: {wrong.Count} of {threads.Count} threads are wrong:{string.Concat(wrong.Take(10))}");
    }

    [GeneratedRegex(@"message \d+\.", RegexOptions.None, 1000)]
    private static partial Regex Numbered();
}
