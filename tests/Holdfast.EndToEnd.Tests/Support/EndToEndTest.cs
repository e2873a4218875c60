using System.Diagnostics;
using Holdfast.Simulator;
using Holdfast.Simulator.Interactivity;
using Holdfast.Simulator.SocketMode;
using Holdfast.Simulator.World;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>A simulator and a server for each test; what the server wrote goes with a failure.</summary>
public abstract class EndToEndTest : IAsyncLifetime
{
    private const int MaxPresses = 10;

    /// <summary>https://docs.slack.dev/interactivity/handling-user-interaction</summary>
    private static readonly TimeSpan TriggerLife = TimeSpan.FromSeconds(3);

    /// <summary>What stands under a message that is changed while its answer comes.</summary>
    private static readonly string[] Growing = ["Writing…", "Using `", "Reading `"];

    private readonly List<HoldfastUnderTest> _servers = [];

    private protected SlackSimulator Slack { get; private set; } = null!;

    private protected SlackWorld World => Slack.World;

    private protected string General => World.General.Id;

    private protected string Ada => World.Ada.Id;

    /// <summary>The server that was prepared first.</summary>
    private protected HoldfastUnderTest Server => _servers[0];

    private protected virtual SimulatorOptions Options => new();

    /// <summary>Slack that asks again soon: what was not taken in while something was away is not waited for by the minute.</summary>
    private protected static SimulatorOptions Impatient => new()
    {
        SocketMode = new SocketModeOptions { RetryAfter = [.. Enumerable.Repeat(TimeSpan.FromSeconds(2), 100)] },
    };

    public virtual async ValueTask InitializeAsync() => Slack = await SlackSimulator.StartAsync(Options);

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var server in _servers) TestContext.Current.TestOutputHelper?.WriteLine(server.Tail());
        try
        {
            foreach (var server in _servers) await server.DisposeAsync();
        }
        finally
        {
            await Slack.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Makes a server without starting it.</summary>
    private protected HoldfastUnderTest Prepare(params IEnumerable<(string Key, string Value)> settings) => Keep(new HoldfastUnderTest(Slack, settings));

    /// <summary>Has a server disposed of after the test, and its last words shown.</summary>
    private protected HoldfastUnderTest Keep(HoldfastUnderTest server)
    {
        _servers.Add(server);
        return server;
    }

    /// <summary>Makes a server and starts it.</summary>
    private protected async Task<HoldfastUnderTest> StartAsync(params IEnumerable<(string Key, string Value)> settings)
    {
        var server = Prepare(settings);
        await server.StartAsync();
        return server;
    }

    /// <summary>The bot's message in a thread that contains a text.</summary>
    private protected async Task<SlackMessage> AnswerAsync(string channel, string thread, string containing, TimeSpan? timeout = null)
    {
        try
        {
            return await World.WaitForReplyAsync(channel, thread, message => IsWhole(message) && message.Text.Contains(containing, StringComparison.Ordinal), timeout);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"Expected an answer with '{containing}' in thread {thread}; it holds: {Transcript(World.Thread(channel, thread), channel)}", e);
        }
    }

    /// <summary>The bot's message in a direct message that contains a text.</summary>
    private protected async Task<SlackMessage> DirectAnswerAsync(string channel, string containing)
    {
        try
        {
            return await World.WaitForMessageAsync(
                message => message.IsFromBot && message.Channel == channel && IsWhole(message) && message.Text.Contains(containing, StringComparison.Ordinal));
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"Expected an answer with '{containing}' in {channel}; it holds: {Transcript(World.Messages(channel), channel)}", e);
        }
    }

    /// <summary>
    /// The view that a press opens, once it shows what it is for. Whoever is told that it did not open presses again, as they are asked to, but
    /// only where the trigger's life was over: a busy machine may need longer than that.
    /// </summary>
    private protected async Task<(SlackView View, Interaction Press)> SeeViewAsync(string person, Func<Interaction> press, string kind = "open")
    {
        var before = World.OpenViews(person).Select(view => view.Id).ToHashSet();
        for (var presses = 1; ; presses++)
        {
            var told = World.Ephemerals.Count(IsRefusal);
            var since = Stopwatch.GetTimestamp();
            var pressed = press();
            await Eventually.SeeAsync("a view, or why not", () => Opened() is not null || World.Ephemerals.Count(IsRefusal) > told);
            if (Opened() is { } opened)
                return (await World.WaitForViewAsync(view => view.Id == opened.Id && !view.Json.Contains("flow.loading", StringComparison.Ordinal)), pressed);
            Assert.True(Stopwatch.GetElapsedTime(since) >= TriggerLife, "The view was refused although there was time left to open it.");
            Assert.True(presses < MaxPresses, $"The view did not open in {presses} presses.");
        }

        SlackView? Opened() => World.OpenViews(person).FirstOrDefault(view => view.Kind == kind && !before.Contains(view.Id));
        bool IsRefusal(SlackMessage message) => message.EphemeralFor == person && message.Text.Contains("again", StringComparison.Ordinal);
    }

    /// <summary>Whether a message does not grow any more.</summary>
    private protected static bool IsWhole(SlackMessage message) =>
        message.StreamingState != "in_progress" && !Growing.Any(sign => message.Blocks?.Contains(sign, StringComparison.Ordinal) == true);

    /// <summary>What the bot said in a thread, in order.</summary>
    private protected IReadOnlyList<string> Answers(string channel, string thread) =>
        [.. World.Thread(channel, thread).Where(message => message.IsFromBot).Select(message => message.Text)];

    /// <summary>With what single people were told there: a click that was refused is answered so.</summary>
    private string Transcript(IEnumerable<SlackMessage> messages, string channel) =>
        string.Concat(messages.Concat(World.Ephemerals.Where(told => told.Channel == channel)).Select(message => $"\n  {message.Ts} {message.User}{(message.EphemeralFor is { } one ? $" to {one}" : "")}: {message.Text}"));
}
