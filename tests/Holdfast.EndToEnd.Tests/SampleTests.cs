using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Child;
using Holdfast.Simulator.World;
using Holdfast.Testing;
using Holdfast.Testing.Servers;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Bots that other people build on the packages.</summary>
[Trait("Req", "XP-11")]
public sealed class SampleTests(BuiltSamples samples) : EndToEndTest, IClassFixture<BuiltSamples>
{
    private readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public void They_are_built_without_a_warning_of_ours() => Assert.Contains("0 Warning(s)", samples.Said, StringComparison.Ordinal);

    [Fact]
    [Trait("Req", "AS-15")]
    public async Task The_first_page_of_the_guide_is_a_bot_that_rolls_dice()
    {
        await Keep(new HoldfastUnderTest(samples.Program("DiceBot"), Slack)).StartAsync();
        await AnswerAsync(General, World.MentionBot(General, Ada, """use roll_die {"sides":1}"""), "roll_die said: 1");
        await AnswerAsync(General, World.MentionBot(General, Ada, """use roll_die {"sides":"many"}"""), "the argument \"sides\" cannot be read");
    }

    [Fact]
    [Trait("Req", "AS-15")]
    public async Task A_function_is_a_tool_of_the_agents_under_the_operators_policy()
    {
        var port = Ports.Free();
        using var weather = new HttpListener { Prefixes = { $"http://127.0.0.1:{port}/" } };
        weather.Start();
        var asked = AnswerAsync(weather);
        var server = Keep(new HoldfastUnderTest(samples.Program("WeatherBot"), Slack, ("Weather:Url", $"http://127.0.0.1:{port}/now"), ("LC_ALL", "de_DE.UTF-8")));
        await server.StartAsync();

        var thread = World.MentionBot(General, Ada, """use weather {"city":"New York"}""");
        await AnswerAsync(General, thread, "21.5 °C and clear in New York");
        var wrong = World.MentionBot(General, Ada, """use weather {"town":"Berlin"}""");
        await AnswerAsync(General, wrong, "there is no argument \"town\". It takes: city.");
        var odd = World.MentionBot(General, Ada, """use weather {"city":{"name":"Berlin"}}""");
        await AnswerAsync(General, odd, "the argument \"city\" cannot be read");
        weather.Stop();
        Assert.Equal(["?city=New%20York"], await asked);
    }

    [Fact]
    [Trait("Req", "CX-8")]
    public async Task What_is_wrong_in_a_section_of_ones_own_is_found_at_the_start_as_in_any()
    {
        var server = Keep(new HoldfastUnderTest(samples.Program("WeatherBot"), Slack, ("Weather:Ulr", "x"), ("Weather:Url", "no address"), ("Tools:Policies:wether", "Off")));

        Assert.Equal(78, await server.RunToEndAsync());

        Assert.Contains("Weather:Ulr is not known. Did you mean Weather:Url?", server.Output, StringComparison.Ordinal);
        Assert.Contains("Weather:Url must be an absolute URL", server.Output, StringComparison.Ordinal);
        Assert.Contains("Tools:Policies:wether is not known. Did you mean Tools:Policies:weather?", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_a_command_a_home_section_and_a_channel_of_ones_own_stand_beside_what_comes_with_Holdfast()
    {
        var file = Path.Combine(_folder.Path, "notifications.txt");
        var server = Keep(new HoldfastUnderTest(samples.Program("HouseRulesBot"), Slack, ("House:File", file), ("Notifications:TimerRoute:0", "file"), ("OPENAI_API_KEY", "")));
        await server.StartAsync();

        var thread = World.MentionBot(General, Ada, "where is parking?");
        await AnswerAsync(General, thread, "Park behind the house");
        await server.KillAsync();
        await server.StartAsync();
        World.MentionBot(General, Ada, "and on sundays?", thread);
        await Eventually.SeeAsync("the follow-up is answered from memory", () => Answers(General, thread).Count == 2);
        Assert.StartsWith("Park behind the house", Answers(General, thread)[1], StringComparison.Ordinal);

        Slack.Interactions.Command(Ada, General, "/holdfast", "rules lunch");
        await World.WaitForEphemeralAsync(Ada, message => message.Text.Contains("dishwasher", StringComparison.Ordinal));
        Slack.Interactions.Command(Ada, General, "/holdfast", "help");
        await World.WaitForEphemeralAsync(Ada, message => message.Text.Contains("rules` tells what the house says", StringComparison.Ordinal) && message.Text.Contains("timer`", StringComparison.Ordinal));
        World.OpenHome(Ada);
        await World.WaitForHomeAsync(Ada, view => view.Json.Contains("Windows open, heating off", StringComparison.Ordinal) && view.Json.Contains("Your timers", StringComparison.Ordinal));
        Slack.Interactions.Command(Ada, General, "/holdfast", "timer 1s tea");
        var (_, report) = await server.RunVerbAsync("doctor");
        Assert.Contains("notification file", report, StringComparison.Ordinal);
        await Eventually.SeeAsync("the timer is told by the channel", () => File.Exists(file) && File.ReadAllText(file).Contains("tea", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Req", "RS-1")]
    public async Task A_feature_of_ones_own_keeps_what_it_is_told_over_a_crash_and_is_counted_with_the_rest()
    {
        var server = Keep(new HoldfastUnderTest(samples.Program("NotesBot"), Slack, ("Notes:Most", "5")));
        await server.StartAsync();
        var thread = World.MentionBot(General, Ada, """use take_note {"text":"water the plants"}""");
        await AnswerAsync(General, thread, "Noted.");
        Slack.Interactions.Command(Ada, General, "/holdfast", "note buy <eggs>");
        await World.WaitForEphemeralAsync(Ada, message => message.Text == "Noted.");
        await server.WaitForHealthAsync("both are kept", health => health.Figure("notes") == 2);
        await server.KillAsync();
        await server.StartAsync();

        Slack.Interactions.Command(Ada, General, "/holdfast", "note");
        await World.WaitForEphemeralAsync(Ada, message => message.Text == "• water the plants\n• buy &lt;eggs&gt;");
        World.OpenHome(Ada);
        await World.WaitForHomeAsync(Ada, view => view.Json.Contains("Your notes", StringComparison.Ordinal) && view.Json.Contains("water the plants", StringComparison.Ordinal));
        Slack.Interactions.Command(World.Grace.Id, General, "/holdfast", "note");
        await World.WaitForEphemeralAsync(World.Grace.Id, message => message.Text == "You have no notes.");
    }

    [Fact]
    public async Task Slacks_protocol_is_of_use_without_the_rest()
    {
        var output = new ConcurrentQueue<string>();
        var options = new ServerProcessOptions(samples.Program("StandupBot"), [], Slack.BotEnvironment);
        await using var bot = new ServerProcess(options, TimeProvider.System, output.Enqueue);
        await bot.StartAsync();
        await Slack.Sockets.WaitForOpenAsync(2);

        var thread = World.MentionBot(General, Ada, "I water the plants");
        await AnswerAsync(General, thread, "Noted.");
        World.MentionBot(General, World.Grace.Id, "who?", thread);
        await AnswerAsync(General, thread, $"<@{Ada}>: I water the plants");
        Assert.Equal(0, (await bot.StopAsync()).ExitCode);
        Assert.Empty(output);
    }

    /// <summary>Tells the weather until it is stopped.</summary>
    /// <returns>What it was asked.</returns>
    private static async Task<IReadOnlyList<string>> AnswerAsync(HttpListener weather)
    {
        var asked = new List<string>();
        while (weather.IsListening)
        {
            try
            {
                var context = await weather.GetContextAsync();
                asked.Add(context.Request.Url!.Query);
                context.Response.Close(Encoding.UTF8.GetBytes("""{"temperature":21.5,"sky":"clear"}"""), willBlock: false);
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return asked;
            }
        }

        return asked;
    }
}
