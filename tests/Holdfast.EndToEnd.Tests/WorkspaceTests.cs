using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Faults;
using Holdfast.Simulator.Model;
using Holdfast.Simulator.World;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Whose events they are: of this installation of the app, of another, or of people of another organisation in a shared channel.</summary>
public sealed class WorkspaceTests(SharedDatabase shared) : EndToEndTest
{
    private const string Other = "T0OTHER";
    private const string Partner = "T0PARTNER";

    /// <summary>Somebody of another organisation.</summary>
    private string Petra => World.AddUser(new SlackUser("U0PETRA", "petra", "Petra Partner") { TeamId = Partner }).Id;

    [Fact]
    [Trait("Req", "SE-5")]
    [Trait("Req", "RS-4")]
    public async Task Events_of_another_workspace_run_nothing_and_stop_nothing()
    {
        await StartAsync();
        Slack.Model.Responder = (request, _) => ValueTask.FromResult(new ModelReply($"heard {request.LastUserText}"));
        foreach (var inner in (string[])
        [
            $$"""{"type":"message","channel":"D0THEIRS","channel_type":"im","user":"U0THEIRS","text":"use exec","ts":"1764000000.000100"}""",
            $$"""{"type":"app_mention","channel":"{{General}}","user":"U0THEIRS","text":"{{World.Mention}} hi","ts":"1764000000.000200"}""",
            """{"type":"app_uninstalled"}""",
            $$"""{"type":"tokens_revoked","tokens":{"oauth":[],"bot":["{{Slack.BotUserId}}"]} }""",
            """{"type":"app_home_opened","user":"U0THEIRS","tab":"home"}""",
            $$"""{"type":"agent_session_stopped","channel":"{{General}}","user":"U0THEIRS"}""",
        ])
            World.RaiseEvent(JsonElement.Parse(inner), Other);
        var ours = World.MentionBot(General, Ada, "who is there?");

        await AnswerAsync(General, ours, "heard who is there?");
        await Server.WaitUntilIdleAsync();
        var health = await Server.HealthAsync();
        Assert.True(health.Status == "ok", health.Problems);
        Assert.Equal(["heard who is there?"], World.Messages(General).Where(message => message.IsFromBot).Select(message => message.Text));
        Assert.Equal(0, Slack.Calls.Count("views.publish"));
        await Server.WaitForOutputAsync("another workspace");
    }

    [Fact]
    [Trait("Req", "CX-1")]
    [Trait("Req", "RS-18")]
    [Trait("Req", "VF-2")]
    public async Task In_a_channel_shared_with_another_organisation_everything_works_for_people_of_both()
    {
        await StartAsync(("Access:OtherOrganisations", "true"), ("Tools:Policies:current_time", "Approve"), ("Approvals:Users:0", World.Grace.Id));
        var petra = Petra;

        // One conversation, whoever speaks: Slack names now our workspace and now theirs.
        var thread = World.MentionBot(General, Ada, "my name is Kelp");
        await AnswerAsync(General, thread, "");
        World.PostAsUser(General, petra, "what is my name?", thread);
        await AnswerAsync(General, thread, "Kelp");

        // What they ask for is approved by one of ours.
        var asked = World.MentionBot(General, petra, "use current_time");
        var card = await World.WaitForReplyAsync(General, asked, message => message.Blocks?.Contains("approval.approve", StringComparison.Ordinal) == true);
        Slack.Interactions.Click(World.Grace.Id, General, card.Ts, "approval.approve");
        var answer = await AnswerAsync(General, asked, "It's ");

        // They may look at it, and the view that they have before them names their own workspace.
        var (view, _) = await SeeViewAsync(petra, () => Slack.Interactions.Click(petra, General, answer.Ts, "flow.open"));
        Assert.Contains("current_time", view.Json, StringComparison.Ordinal);
        await SeeViewAsync(petra, () => Slack.Interactions.ClickInView(petra, view.Id, "flow.step", "2"), "push");
        Slack.Interactions.Command(petra, General, "/holdfast", "runs");
        await World.WaitForEphemeralAsync(petra, message => message.Text.Contains("use current_time", StringComparison.Ordinal));
        Slack.Interactions.Command(petra, General, "/holdfast", "timer 1h tea");
        await World.WaitForEphemeralAsync(petra, message => message.Text.Contains("tea", StringComparison.Ordinal));
        Slack.Interactions.Command(petra, General, "/holdfast", "timer list");
        await World.WaitForEphemeralAsync(petra, message => message.Text.Contains("Your timers", StringComparison.Ordinal));

        await Server.WaitUntilIdleAsync();
        Assert.Equal("ok", (await Server.HealthAsync()).Status);
    }

    [Fact]
    [Trait("Req", "RS-4")]
    [Trait("Req", "XP-3")]
    public async Task A_revocation_that_one_worker_hears_of_pauses_all_and_one_whose_token_works_again_sets_them_going()
    {
        var settings = await shared.NewSettingsAsync();
        var workers = Enumerable.Range(0, 2).Select(_ => Prepare([("Agent:Kind", "Echo"), .. settings])).ToList();
        foreach (var worker in workers)
            await worker.LaunchAsync();
        foreach (var worker in workers)
            await worker.WaitUntilReadyAsync();
        using (Slack.Faults.Add(new Fault(FaultKind.ErrorCode) { Method = "auth.test", ErrorCode = "account_inactive" }))
        {
            World.RaiseEvent(JsonElement.Parse("""{"type":"app_uninstalled"}"""));
            foreach (var worker in workers)
            {
                var paused = await worker.WaitForHealthAsync("paused", health => health.Status == "paused");
                Assert.Contains("install the app again", paused.Problems, StringComparison.Ordinal);
            }

            World.MentionBot(General, Ada, "still there?");
            await workers[0].WaitForHealthAsync("the message is kept", health => health.Backlog == 1);
        }

        await workers[0].Process.KillAsync();
        await workers[0].LaunchAsync();
        foreach (var worker in workers)
            await worker.WaitForHealthAsync("at work", health => health.Status == "ok");
        await World.WaitForMessageAsync(message => message.IsFromBot && message.Text == "echo still there?");
    }

    [Fact]
    [Trait("Req", "SE-4")]
    public async Task No_token_that_Slack_puts_into_a_payload_is_in_the_data_folder()
    {
        await StartAsync(("Agent:Kind", "Echo"), ("Operators:Users:0", Ada));
        await Slack.Interactions.Command(Ada, General, "/holdfast", "pause").Ended;
        await Server.WaitForHealthAsync("paused", health => health.Status == "paused");
        var inner = Events.Mention(General, Ada, $"{World.Mention} where is it?", World.PostAsUser(General, Ada, "as Slack holds it"));
        inner["assistant_thread"] = new JsonObject { ["action_token"] = "9-action-token-of-a-search" };
        World.RaiseEvent(inner.ToElement());
        await Eventually.SeeAsync("the event is kept", () => Slack.Sockets.UnackedEnvelopes == 0, () => $"{Slack.Sockets.UnackedEnvelopes} open");

        var kept = Directory.GetFiles(Server.DataFolder, "holdfast.db*").Select(file => System.Text.Encoding.Latin1.GetString(Read(file))).ToList();
        Assert.Contains(kept, text => text.Contains("where is it?", StringComparison.Ordinal));
        foreach (var secret in (string[])["9-action-token-of-a-search", "simulated-verification-token"])
            Assert.DoesNotContain(kept, text => text.Contains(secret, StringComparison.Ordinal));
    }

    /// <summary>Beside the server, which has it open.</summary>
    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
