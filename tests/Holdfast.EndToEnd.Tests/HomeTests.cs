using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.World;

namespace Holdfast.EndToEnd.Tests;

/// <summary>What people find in the app's home, and how they are welcomed.</summary>
[Trait("Req", "AS-13")]
public sealed class HomeTests : EndToEndTest
{
    private const string HowToBegin = "Three things to try";

    private string Grace => World.Grace.Id;

    [Fact]
    [Trait("Req", "SE-5")]
    [Trait("Req", "VF-1")]
    public async Task The_home_shows_a_persons_own_runs_and_opens_their_flow()
    {
        await StartAsync();
        await AnswerAsync(General, World.MentionBot(General, Ada, "say hello"), "hello");
        await AnswerAsync(General, World.MentionBot(General, Grace, "say goodbye"), "goodbye");

        World.OpenHome(Ada);
        var home = await World.WaitForHomeAsync(Ada, view => view.Json.Contains("What you asked lately", StringComparison.Ordinal));
        Assert.Contains("Answered: say hello", home.Json, StringComparison.Ordinal);
        Assert.DoesNotContain("goodbye", home.Json, StringComparison.Ordinal);
        Assert.Contains("settings.open", home.Json, StringComparison.Ordinal);
        var (flow, _) = await SeeViewAsync(Ada, () => Slack.Interactions.ClickInView(Ada, home.Id, "flow.open"));
        Assert.Contains("Completed in", flow.Json, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task An_opened_home_shows_what_became_of_a_run_without_being_opened_again_and_of_many_at_once_also_after_a_kill()
    {
        await StartAsync();
        World.OpenHome(Ada);
        await World.WaitForHomeAsync(Ada);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => AnswerAsync(General, World.MentionBot(General, Ada, $"say number {i}."), $"number {i}.")));
        await AnswerAsync(General, World.MentionBot(General, Grace, "say goodbye"), "goodbye");
        await Server.KillAsync();
        await Server.StartAsync();

        var home = await World.WaitForHomeAsync(Ada, view => view.Json.Contains("Answered: say number", StringComparison.Ordinal));
        await Server.WaitUntilIdleAsync();
        Assert.Contains("*This month:* 20 messages", World.Home(Ada)!.Json, StringComparison.Ordinal);
        Assert.InRange(Slack.Calls.Count("views.publish"), 2, 5);
        Assert.Null(World.Home(Grace));
        Assert.DoesNotContain("goodbye", home.Json, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "SE-1")]
    public async Task A_guest_and_a_partner_who_may_not_use_it_read_that_at_home_and_nothing_of_how_it_is_used()
    {
        var guest = World.AddUser(new SlackUser("U0GINA", "gina", "Gina Guest") { IsGuest = true }).Id;
        var partner = World.AddUser(new SlackUser("U0PETRA", "petra", "Petra Partner") { TeamId = "T0PARTNER" }).Id;
        await StartAsync(("Welcome:Enabled", "true"), ("Operators:Users:0", Grace));
        foreach (var (person, reason) in ((string, string)[])[(guest, "work for guests of this workspace"), (partner, "only work for people of this organization")])
        {
            World.OpenHome(person);
            var home = await World.WaitForHomeAsync(person, view => view.Json.Contains(reason, StringComparison.Ordinal));
            foreach (var hidden in (string[])[HowToBegin, "Ask me anything", "settings.open"])
                Assert.DoesNotContain(hidden, home.Json, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("Req", "RS-18")]
    [Trait("Req", "SE-5")]
    public async Task The_home_shows_what_waits_for_the_viewers_decision_where_they_may_see_it()
    {
        await StartAsync(("Tools:Policies:current_time", "Approve"), ("Approvals:Users:0", Grace));
        var thread = World.MentionBot(General, Ada, """use current_time {"zone":"Europe/Berlin"}""");
        await World.WaitForReplyAsync(General, thread, message => message.Blocks?.Contains("approval.approve", StringComparison.Ordinal) == true);
        var direct = World.OpenDirectMessage(Ada).Id;
        World.PostAsUser(direct, Ada, """use current_time {"zone":"Asia/Tokyo"}""");
        await World.WaitForMessageAsync(message => message.Channel == direct && message.Blocks?.Contains("approval.approve", StringComparison.Ordinal) == true);

        World.OpenHome(Grace);
        var home = await World.WaitForHomeAsync(Grace, view => view.Json.Contains("Waiting for your decision", StringComparison.Ordinal));
        Assert.Contains("Europe/Berlin", home.Json, StringComparison.Ordinal);
        Assert.Contains("Decide there", home.Json, StringComparison.Ordinal);
        Assert.DoesNotContain("Tokyo", home.Json, StringComparison.Ordinal);

        World.OpenHome(Ada);
        var hers = await World.WaitForHomeAsync(Ada, view => view.Json.Contains("Waiting for approval", StringComparison.Ordinal));
        Assert.DoesNotContain("Waiting for your decision", hers.Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_writes_for_the_first_time_is_answered_and_welcomed_once_across_a_kill()
    {
        await StartAsync(("Welcome:Enabled", "true"), ("Operators:Users:0", Grace));
        var direct = World.OpenDirectMessage(Ada).Id;
        World.PostAsUser(direct, Ada, "say hello");
        await DirectAnswerAsync(direct, "hello");
        var welcome = await DirectAnswerAsync(direct, HowToBegin);
        Assert.Contains($"ask <@{Grace}>", welcome.Text, StringComparison.Ordinal);

        await Server.KillAsync();
        await Server.StartAsync();
        World.PostAsUser(direct, Ada, "say goodbye");
        await DirectAnswerAsync(direct, "goodbye");
        World.OpenHome(Ada);
        var home = await World.WaitForHomeAsync(Ada, view => view.Json.Contains("Your settings", StringComparison.Ordinal));
        await Server.WaitUntilIdleAsync();

        Assert.DoesNotContain(HowToBegin, home.Json, StringComparison.Ordinal);
        Assert.Equal(["hello", "goodbye"], World.Messages(direct).Where(message => message.IsFromBot && !message.Text.Contains(HowToBegin, StringComparison.Ordinal)).Select(message => message.Text));
        Assert.Single(World.Messages(direct), message => message.Text.Contains(HowToBegin, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_opens_the_home_first_reads_it_there_and_not_again_in_a_message()
    {
        await StartAsync(("Welcome:Enabled", "true"));
        World.OpenHome(Ada);
        await World.WaitForHomeAsync(Ada, view => view.Json.Contains(HowToBegin, StringComparison.Ordinal));
        await Server.WaitUntilIdleAsync();
        await Server.KillAsync();
        await Server.StartAsync();

        var direct = World.OpenDirectMessage(Ada).Id;
        World.PostAsUser(direct, Ada, "say hello");
        await DirectAnswerAsync(direct, "hello");
        await Server.WaitUntilIdleAsync();

        Assert.Single(World.Messages(direct), message => message.IsFromBot);
    }
}
