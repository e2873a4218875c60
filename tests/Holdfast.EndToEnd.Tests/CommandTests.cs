using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.World;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Operators command the agent from Slack and from its own machine.</summary>
public sealed class CommandTests : EndToEndTest
{
    private const string Holdfast = "/holdfast";

    private string Grace => World.Grace.Id;

    [Fact]
    [Trait("Req", "RS-17")]
    public async Task What_came_in_while_paused_is_answered_once_after_resume_also_across_kills()
    {
        await StartOperatedAsync();
        var threads = Enumerable.Range(0, 30).Select(i => World.MentionBot(General, Ada, $"say before {i}")).ToList();
        await CommandAsync("pause", "Paused");
        threads.AddRange(Enumerable.Range(0, 30).Select(i => World.MentionBot(General, Ada, $"say while {i}")));
        await Eventually.SeeAsync("every envelope acknowledged", () => Slack.Sockets.UnackedEnvelopes == 0, () => $"{Slack.Sockets.UnackedEnvelopes}");

        await Server.KillAsync();
        await Server.StartAsync();
        threads.AddRange(Enumerable.Range(0, 30).Select(i => World.MentionBot(General, Ada, $"say after {i}")));
        var health = await Server.WaitForHealthAsync("paused with its backlog", h => h.Status == "paused" && h.Backlog >= 60);
        Assert.DoesNotContain(World.Messages(General), message => message.IsFromBot && message.Text.StartsWith("while", StringComparison.Ordinal));
        Assert.Contains("paused by U0GRACE", health.Problems, StringComparison.Ordinal);

        await CommandAsync("resume", "I'm back");
        await World.WaitForMessagesAsync(message => message.IsFromBot && message.ThreadTs is not null, threads.Count);
        await Server.WaitUntilIdleAsync();
        Assert.All(threads, thread => Assert.Single(Answers(General, thread)));
        Assert.Equal("ok", (await Server.HealthAsync()).Status);
    }

    [Fact]
    [Trait("Req", "RS-17")]
    public async Task A_pause_ends_runs_in_hand_and_they_go_on_after_it()
    {
        await StartOperatedAsync();
        Slack.Model.StallAll = true;
        var thread = World.MentionBot(General, Ada, "say at last");
        await Eventually.SeeAsync("the model is called", () => Slack.Model.InFlight == 1, () => $"{Slack.Model.InFlight}");

        await CommandAsync("pause", "Paused");
        await Eventually.SeeAsync("the call is given up", () => Slack.Model.InFlight == 0, () => $"{Slack.Model.InFlight}");
        await CommandAsync("pause", "Already paused");
        Slack.Model.StallAll = false;
        await CommandAsync("resume", "I'm back");

        await AnswerAsync(General, thread, "at last");
        await Server.WaitUntilIdleAsync();
        Assert.Single(Answers(General, thread));
    }

    [Fact]
    [Trait("Req", "RS-17")]
    public async Task However_often_a_run_is_interrupted_by_pauses_and_stops_it_is_not_given_up_on()
    {
        await StartOperatedAsync(("Runs:MaxStarts", "2"), ("Runs:StopPatience", "00:00:01"));
        Slack.Model.StallAll = true;
        var thread = World.MentionBot(General, Ada, "say at last");
        for (var interruption = 0; interruption < 4; interruption++)
        {
            await Eventually.SeeAsync("the model is called", () => Slack.Model.InFlight == 1, () => $"{Slack.Model.InFlight}. {Server.Tail()}");
            if (interruption % 2 == 0)
            {
                await CommandAsync("pause", "Paused");
                await Eventually.SeeAsync("the call is given up", () => Slack.Model.InFlight == 0, () => $"{Slack.Model.InFlight}");
                Slack.Model.StallAll = interruption < 3;
                await CommandAsync("resume", "I'm back");
            }
            else
            {
                Assert.Equal(0, await Server.StopAsync());
                Slack.Model.StallAll = interruption < 3;
                await Server.StartAsync();
            }
        }

        await AnswerAsync(General, thread, "at last");
        await Server.WaitUntilIdleAsync();
        Assert.Equal(0, (await Server.HealthAsync()).DeadLetters);
        Assert.Single(Answers(General, thread));
    }

    [Fact]
    [Trait("Req", "RS-17")]
    public async Task The_console_pauses_and_resumes_as_well()
    {
        var server = await StartOperatedAsync();

        Assert.Equal(0, (await server.RunVerbAsync("pause")).Code);
        await server.WaitForHealthAsync("paused", health => health.Status == "paused");
        var thread = World.MentionBot(General, Ada, "say hello");
        await CommandAsync("status", "Paused");
        Assert.Equal(0, (await server.RunVerbAsync("resume")).Code);

        await AnswerAsync(General, thread, "hello");
    }

    [Fact]
    [Trait("Req", "RS-17")]
    public async Task The_console_pauses_and_resumes_a_server_that_Slack_has_taken_its_rights_from()
    {
        var server = await StartOperatedAsync();
        World.RaiseEvent(System.Text.Json.JsonElement.Parse("""{"type":"app_uninstalled"}"""));
        await server.WaitForHealthAsync("revoked", health => health.Problems.Contains("app_uninstalled", StringComparison.Ordinal));

        var paused = await server.RunVerbAsync("pause");
        Assert.Equal((0, true), (paused.Code, paused.Output.Contains("paused: messages are kept", StringComparison.Ordinal)));
        var again = await server.RunVerbAsync("pause");
        Assert.Equal((0, true), (again.Code, again.Output.Contains("already paused by the server's console", StringComparison.Ordinal)));
        Assert.Equal(0, (await server.RunVerbAsync("resume")).Code);
        Assert.Contains("not paused", (await server.RunVerbAsync("resume")).Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "RS-17")]
    public async Task A_server_that_has_not_signed_in_yet_takes_orders()
    {
        var faults = Slack.Faults.Add(new Simulator.Faults.Fault(Simulator.Faults.FaultKind.ServerError) { Method = "auth.test" });
        var server = Prepare(("Operators:Users:0", Grace));
        await server.LaunchAsync();
        await server.WaitForHealthAsync("not signed in", health => health.Problems.Contains("not signed in", StringComparison.Ordinal));
        Assert.Equal(0, (await server.RunVerbAsync("pause")).Code);
        faults.Dispose();

        await server.WaitForHealthAsync("signed in and paused", health => health.Problems.Contains("paused by the server's console", StringComparison.Ordinal)
            && !health.Problems.Contains("not signed in", StringComparison.Ordinal));
        var thread = World.MentionBot(General, Ada, "say hello");
        Assert.Equal(0, (await server.RunVerbAsync("resume")).Code);
        await AnswerAsync(General, thread, "hello");
    }

    [Fact]
    [Trait("Req", "RS-17")]
    public async Task Others_are_refused_politely_and_unknown_words_get_the_help()
    {
        await StartOperatedAsync();
        foreach (var word in (string[])["pause", "resume", "status", "approvals"])
        {
            Slack.Interactions.Command(Ada, General, Holdfast, word);
            await World.WaitForEphemeralAsync(Ada, message => message.Text.Contains($"Only operators can use `{word}`", StringComparison.Ordinal));
        }

        Slack.Interactions.Command(Ada, General, Holdfast, "pauze");
        var help = await World.WaitForEphemeralAsync(Ada, message => message.Text.Contains("There's no `/holdfast pauze`", StringComparison.Ordinal));
        Assert.Contains("/holdfast runs", help.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/holdfast pause", help.Text, StringComparison.Ordinal);
        Assert.Equal("ok", (await Server.HealthAsync()).Status);
    }

    [Theory]
    [Trait("Req", "RS-17")]
    [InlineData("  \"PAUSE\"  ")]
    [InlineData("“pause”")]
    [InlineData("pause --now \"unclosed")]
    public async Task Quotes_and_further_words_do_not_hide_a_command(string text)
    {
        await StartOperatedAsync();
        Slack.Interactions.Command(Grace, General, Holdfast, text);
        await World.WaitForEphemeralAsync(Grace, message => message.Text.Contains("Paused", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Req", "SE-3")]
    public async Task Nonsense_of_any_length_is_answered_and_carries_no_marks_of_Slack()
    {
        await StartOperatedAsync();
        string[] texts = ["", "   ", "<!channel>", new('x', 100_000), "help \u202E\u0000", "`*_~", "status\u2028pause", "<@U0GRACE>|</holdfast>"];
        foreach (var text in texts)
            Assert.True((await Slack.Interactions.Command(Ada, General, Holdfast, text).Ended).IsAcknowledged);

        await Eventually.SeeAsync("an answer each", () => World.Ephemerals.Count >= texts.Length, () => $"{World.Ephemerals.Count} of {texts.Length}");
        Assert.All(World.Ephemerals, message => Assert.DoesNotContain("<!channel>", message.Text, StringComparison.Ordinal));
        Slack.Interactions.Forge("slash_commands", """{"command":"/holdfast","text":"pause","user_id":"U0GRACE","team_id":"T0OTHER","channel_id":"C0GENERAL","trigger_id":"1.2.x"}""");
        Slack.Interactions.Forge("slash_commands", """{"command":7,"text":[]}""");
        Slack.Interactions.Forge("slash_commands", "[]");
        await Server.WaitUntilIdleAsync();
        Assert.Equal("ok", (await Server.HealthAsync()).Status);
    }

    [Fact]
    [Trait("Req", "SE-5")]
    public async Task Runs_are_listed_for_their_own_channel_only_also_where_the_app_is_no_member()
    {
        await StartOperatedAsync();
        var thread = World.MentionBot(General, Ada, "say hello");
        await AnswerAsync(General, thread, "hello");
        var outside = World.AddChannel("outside", withBot: false).Id;

        Slack.Interactions.Command(Ada, General, Holdfast, "runs");
        Assert.Contains("say hello", (await World.WaitForEphemeralAsync(Ada, message => message.Channel == General)).Text, StringComparison.Ordinal);
        Slack.Interactions.Command(Ada, outside, Holdfast, "runs");
        Assert.Contains("No recent questions", (await World.WaitForEphemeralAsync(Ada, message => message.Channel == outside)).Text, StringComparison.Ordinal);
    }

    private Task<HoldfastUnderTest> StartOperatedAsync(params IEnumerable<(string Key, string Value)> settings) => StartAsync([("Operators:Users:0", Grace), .. settings]);

    private async Task CommandAsync(string text, string answer)
    {
        Slack.Interactions.Command(Grace, General, Holdfast, text);
        await World.WaitForEphemeralAsync(Grace, message => message.Text.Contains(answer, StringComparison.Ordinal));
    }
}
