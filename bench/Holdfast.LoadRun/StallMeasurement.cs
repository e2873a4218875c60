using System.Diagnostics;
using System.Runtime.CompilerServices;
using Holdfast.Simulator;
using Holdfast.Simulator.Faults;
using Holdfast.Simulator.Load;
using Holdfast.Simulator.Model;
using Holdfast.Simulator.World;
using Holdfast.Testing.Servers;

namespace Holdfast.LoadRun;

/// <summary>One server: its acknowledgements, its health and its modals, before and while all its model calls are stalled.</summary>
internal static class StallMeasurement
{
    private const int Paced = 500;
    private const int WarmUp = 2_000;

    /// <summary>One alone would not get all these places.</summary>
    private const int People = 20;
    private const string FlowButton = "flow.open";
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan SlackLatency = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly HttpClient Http = new();

    public static async IAsyncEnumerable<string> RunAsync(int calls, int clicks, bool tls, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-stall-");
        try
        {
            await using var simulator = await SlackSimulator.StartAsync(new SimulatorOptions { EmitMessageTwins = false }, cancellationToken);
            var health = new Uri($"http://127.0.0.1:{Ports.Free()}/health");
            await using var front = tls ? await TlsFront.StartAsync(folder.FullName, Ports.Free(), new Uri(simulator.BotEnvironment["OPENAI_BASE_URL"])) : null;
            string[] model = front is null ? [] : [$"OpenAI:BaseUrl={front.BaseUrl}"];
            var bot = BotCommand.For("holdfast", ["Agent:Kind=Chat", $"Health:Port={health.Port}", $"Runs:Concurrency={calls * 2}", .. model]) with { Authority = front?.Authority };
            using var process = Measurement.Start(bot, simulator, folder.FullName);
            try
            {
                await simulator.Sockets.WaitForOpenAsync(1, Patience, cancellationToken);
                for (var i = 0; i < People; i++)
                    simulator.World.AddUser(new SlackUser($"U0ASKER{i}", $"asker{i}", $"Asker {i}"));
                simulator.Model.Responder = (request, _) => ValueTask.FromResult(new ModelReply($"answer to {request.LastUserText}"));
                await SayAsync(simulator, WarmUp, TimeSpan.Zero, cancellationToken);
                await simulator.World.WaitForMessagesAsync(IsAnswer, WarmUp, Patience, cancellationToken);
                yield return $"the model answers: {await MeasureAsync(simulator, process, health, clicks, cancellationToken)}";

                simulator.Model.StallAll = true;
                await SayAsync(simulator, calls, TimeSpan.Zero, cancellationToken);
                await simulator.World.WaitForMessagesAsync(
                    message => message.Blocks?.Contains("run.stop", StringComparison.Ordinal) == true, calls, Patience, cancellationToken);
                yield return $"{simulator.Model.InFlight} calls stalled: {await MeasureAsync(simulator, process, health, clicks, cancellationToken)}";
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

    private static async Task<string> MeasureAsync(SlackSimulator simulator, Process process, Uri health, int clicks, CancellationToken cancellationToken)
    {
        var asked = new List<double>();
        var said = await SayAsync(simulator, Paced, Pace, cancellationToken, async number =>
        {
            if (number % 10 != 0)
                return;
            var since = Stopwatch.GetTimestamp();
            (await Http.GetAsync(health, cancellationToken)).Dispose();
            asked.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        });
        var acks = simulator.Sockets.Envelopes
            .Where(envelope => envelope is { MessageTs: not null, AckedAt: not null } && said.Contains(envelope.MessageTs))
            .Select(envelope => (envelope.AckedAt!.Value - envelope.Deliveries[0].At).TotalMilliseconds);
        var modals = await ClickAsync(simulator, clicks, cancellationToken);
        process.Refresh();
        return $"acks {Percentiles.Of(acks)}; health {Percentiles.Of(asked)}; click to modal {Percentiles.Of(modals)}; {process.Threads.Count} threads, RSS {process.WorkingSet64 / 1_000_000} MB";
    }

    /// <summary>New people, each of whom opens the flow of the first answer.</summary>
    private static async Task<List<double>> ClickAsync(SlackSimulator simulator, int count, CancellationToken cancellationToken)
    {
        var world = simulator.World;
        var answer = world.Messages(world.General.Id).First(IsAnswer);
        var first = world.Users.Count;
        var people = Enumerable.Range(first, count).Select(i => world.AddUser(new SlackUser($"U0CLICK{i}", $"clicker{i}", $"Clicker {i}")).Id).ToList();
        using var slow = simulator.Faults.Add(new Fault(FaultKind.Delay) { Delay = SlackLatency });
        var clicks = people.Select(person => (Person: person, Click: simulator.Interactions.Click(person, world.General.Id, answer.Ts, FlowButton))).ToList();
        var took = new List<double>();
        foreach (var (person, click) in clicks)
            took.Add(((await world.WaitForViewAsync(person, cancellationToken: cancellationToken)).OpenedAt - click.At).TotalMilliseconds);
        return took;
    }

    private static bool IsAnswer(SlackMessage message) => message.IsFromBot && message.Text.StartsWith("answer to ", StringComparison.Ordinal);

    private static async Task<HashSet<string>> SayAsync(
        SlackSimulator simulator, int count, TimeSpan pace, CancellationToken cancellationToken, Func<int, Task>? between = null)
    {
        var world = simulator.World;
        var said = new HashSet<string>(StringComparer.Ordinal);
        using var timer = pace > TimeSpan.Zero ? new PeriodicTimer(pace) : null;
        for (var i = 0; i < count; i++)
        {
            said.Add(world.MentionBot(world.General.Id, $"U0ASKER{i % People}", $"question {i}"));
            if (between is not null)
                await between(i);
            if (timer is not null)
                await timer.WaitForNextTickAsync(cancellationToken);
        }

        return said;
    }
}
