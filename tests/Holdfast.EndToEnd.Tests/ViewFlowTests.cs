using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Faults;
using Holdfast.Simulator.Interactivity;
using Holdfast.Simulator.World;

namespace Holdfast.EndToEnd.Tests;

/// <summary>The button under a reply that shows what the agent did: the one that used to hang.</summary>
public sealed class ViewFlowTests : EndToEndTest
{
    private const string Button = "flow.open";

    [Fact]
    [Trait("Req", "VF-1")]
    [Trait("Req", "VF-2")]
    public async Task The_button_under_an_answer_opens_what_the_agent_did_after_the_click_was_acknowledged()
    {
        await StartAsync(("Agent:InputPrice", "0.4"), ("Agent:OutputPrice", "1.6"));
        var answer = await AskAsync("use current_time {\"zone\":\"Europe/Berlin\"}");

        var (view, click) = await SeeViewAsync(Ada, () => Slack.Interactions.Click(Ada, General, answer.Ts, Button));
        var outcome = await click.Ended;

        Assert.Equal("View flow", view.Title);
        Assert.True(outcome.IsAcknowledged);
        Assert.True(outcome.At <= view.OpenedAt, "The modal was opened before the click was acknowledged.");
        Assert.Contains("Completed", view.Json, StringComparison.Ordinal);
        Assert.Contains("current_time", view.Json, StringComparison.Ordinal);
        Assert.Contains("Europe/Berlin", view.Json, StringComparison.Ordinal);
        Assert.Contains("gpt-4.1-mini", view.Json, StringComparison.Ordinal);
        Assert.Contains("$0.", view.Json, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "VF-1")]
    [Trait("Req", "VF-7")]
    public async Task A_long_run_is_paged_and_each_step_opens_in_its_own_view()
    {
        await StartAsync(("Agent:MaxModelCalls", "1000"));
        var answer = await AskAsync("repeat 60 use current_time {}");
        var view = await OpenAsync(Ada, answer);
        Assert.Contains("Steps 102–121 of 121", view.Json, StringComparison.Ordinal);

        Slack.Interactions.ClickInView(Ada, view.Id, "flow.older");
        view = await World.WaitForViewAsync(v => v.Id == view.Id && v.Json.Contains("Steps 82–101 of 121", StringComparison.Ordinal));
        Slack.Interactions.ClickInView(Ada, view.Id, "flow.newer");
        view = await World.WaitForViewAsync(v => v.Id == view.Id && v.Version == 3);
        Assert.Contains("Steps 102–121 of 121", view.Json, StringComparison.Ordinal);

        var (step, _) = await SeeViewAsync(Ada, () => Slack.Interactions.ClickInView(Ada, view.Id, "flow.step", "120"), "push");
        Assert.Equal("Step 120", step.Title);
        Assert.Contains("current_time", step.Json, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "VF-7")]
    public async Task A_run_of_four_hundred_steps_with_long_outputs_opens_pages_and_shows_each_step_whole()
    {
        await StartAsync(("Agent:MaxModelCalls", "1000"));
        var words = string.Concat(Enumerable.Range(0, 2_500).Select(i => $"word{i:0000} "))[..20_000].Trim();
        var answer = await AskAsync($"say {words}\nrepeat 200 use current_time {{}}");
        var view = await OpenAsync(Ada, answer);
        Assert.Contains("of 401", view.Json, StringComparison.Ordinal);

        for (var page = 2; view.Json.Contains("flow.older", StringComparison.Ordinal); page++)
        {
            Slack.Interactions.ClickInView(Ada, view.Id, "flow.older");
            view = await World.WaitForViewAsync(v => v.Id == view.Id && v.Version == page);
        }

        Assert.Contains("Steps 1–20 of 401", view.Json, StringComparison.Ordinal);
        var (step, _) = await SeeViewAsync(Ada, () => Slack.Interactions.ClickInView(Ada, view.Id, "flow.step", "1"), "push");
        var shown = step.Json;
        while (step.Json.Contains("flow.step.later", StringComparison.Ordinal))
        {
            Slack.Interactions.ClickInView(Ada, step.Id, "flow.step.later");
            step = await World.WaitForViewAsync(v => v.Id == step.Id && v.Version > step.Version);
            shown += step.Json;
        }

        foreach (var word in (string[])["word0000", "word1000", "word2221"])
            Assert.Contains(word, shown, StringComparison.Ordinal);
        Assert.DoesNotContain(Slack.Calls.Recent, call => call.Method.StartsWith("views.", StringComparison.Ordinal) && call.Outcome != "ok");
    }

    [Fact]
    [Trait("Req", "VF-6")]
    public async Task How_long_runs_are_kept_is_the_askers_own_choice_within_the_operators_bounds()
    {
        await StartAsync(("Runs:MaxRetention", "2.00:00:00"));
        var answer = await AskAsync("say hello");
        var view = await OpenAsync(Ada, answer);
        Assert.Contains("24 hours", view.Json, StringComparison.Ordinal);
        Assert.DoesNotContain("7 days", view.Json, StringComparison.Ordinal);
        Assert.DoesNotContain("flow.retention", (await OpenAsync(World.Grace.Id, answer)).Json, StringComparison.Ordinal);

        Slack.Interactions.ClickInView(Ada, view.Id, "flow.retention", "86400");
        var changed = await World.WaitForViewAsync(v => v.Id == view.Id && v.Version == 2);
        await Server.WaitUntilIdleAsync();
        await Server.KillAsync();
        await Server.StartAsync();

        Assert.Contains("\"initial_option\":{\"text\":{\"type\":\"plain_text\",\"text\":\"24 hours\"", changed.Json, StringComparison.Ordinal);
        var later = await AskAsync("say hello again");
        var again = await OpenAsync(Ada, later);
        Assert.Contains("\"initial_option\":{\"text\":{\"type\":\"plain_text\",\"text\":\"24 hours\"", again.Json, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Req", "SE-5")]
    [Trait("Req", "SE-3")]
    [InlineData("private_metadata")]
    [InlineData("user")]
    public async Task A_view_that_was_tampered_with_or_is_somebody_elses_shows_nothing_more(string what)
    {
        await StartAsync();
        var answer = await AskAsync("say hello");
        var view = await OpenAsync(Ada, answer);
        var click = Slack.Interactions.Unsent.ClickInView(Ada, view.Id, "flow.step", "1");

        var forged = what == "user"
            ? Payloads.With(click, "user", $$"""{"id":"{{World.Grace.Id}}","username":"grace","team_id":"T0HOLDFAST"}""")
            : Payloads.With(click, "view", $$"""{"id":"{{view.Id}}","type":"modal","callback_id":"flow.list","private_metadata":"f1.{{new string('A', 80)}}","blocks":[]}""");
        Slack.Interactions.Forge("interactive", forged);
        await Server.WaitUntilIdleAsync();

        Assert.Equal(0, Slack.Calls.Count("views.push"));
        Assert.Single(World.OpenViews(Ada));
        Assert.Empty(World.OpenViews(World.Grace.Id));
    }

    [Fact]
    [Trait("Req", "VF-8")]
    [Trait("Req", "VF-2")]
    [Trait("Req", "AS-1")]
    public async Task Two_hundred_clicks_at_once_while_a_hundred_runs_are_stalled_are_answered_each_by_its_modal_or_by_why_not()
    {
        // Three times as many places: one person does not get more than three eighths.
        await StartAsync(("Runs:Concurrency", "300"));
        var answer = await AskAsync("say hello");
        Slack.Model.StallAll = true;
        for (var i = 0; i < 100; i++) World.MentionBot(General, Ada, $"stalled {i}");
        await Eventually.SeeAsync("100 calls in flight", () => Slack.Model.InFlight == 100, () => $"{Slack.Model.InFlight}");
        var people = Clickers();
        var delay = TimeSpan.FromMilliseconds(200);
        using var slow = Slack.Faults.Add(new Fault(FaultKind.Delay) { Delay = delay });

        // One after the other no two would come sooner than that. How many get theirs within a trigger's 3 s is a matter of the machine, and
        // measured by LoadRun stalled: on one that is busy enough nobody does who is not known yet, and is asked to press again.
        for (var press = 1; !IsOpenedSideBySide(); press++)
        {
            Assert.True(press <= 5, "No two modals were opened beside each other.");
            await AllPressAsync(people.Where(person => World.OpenViews(person).Count == 0), answer);
        }

        Assert.Equal(100, Slack.Model.InFlight);
        Slack.Model.StallAll = false;

        bool IsOpenedSideBySide()
        {
            var opened = Slack.Calls.Of("views.open").Select(call => call.At).Order().ToList();
            return opened.Zip(opened.Skip(1)).Any(next => next.Second - next.First < delay);
        }
    }

    [Fact]
    [Trait("Req", "VF-3")]
    [Trait("Req", "VF-8")]
    public async Task Two_hundred_clicks_at_once_are_answered_also_when_the_first_attempts_fail()
    {
        await StartAsync();
        var answer = await AskAsync("say hello");
        var people = Clickers();
        using var failing = Slack.Faults.Add(new Fault(FaultKind.ServerError) { Method = "views.open", Times = 2 * people.Count });

        await AllPressAsync(people, answer);

        // How many are attempted within a trigger's 3 s is a matter of the machine.
        Assert.True(failing.Hits > 0, "No attempt failed.");
    }

    [Fact]
    [Trait("Req", "VF-3")]
    public async Task Two_failures_of_Slack_are_retried_inside_the_triggers_life()
    {
        await StartAsync();
        var answer = await AskAsync("say hello");
        ActiveFault? failing = null;
        var told = 0;

        var (_, click) = await SeeViewAsync(Ada, () =>
        {
            failing?.Dispose();
            told = World.Ephemerals.Count;
            failing = Slack.Faults.Add(new Fault(FaultKind.ServerError) { Method = "views.open", Times = 2 });
            return Slack.Interactions.Click(Ada, General, answer.Ts, Button);
        });

        Assert.Equal(2, failing?.Hits);
        Assert.Equal(told, World.Ephemerals.Count);
        Assert.Equal(3, Slack.Calls.Of("views.open").Count(call => call.Arguments["trigger_id"] == click.TriggerId));
    }

    [Fact]
    [Trait("Req", "VF-3")]
    [Trait("Req", "VF-4")]
    [Trait("Req", "VF-9")]
    public async Task An_expired_trigger_is_not_retried_and_the_one_who_clicked_is_told()
    {
        var server = await StartAsync();
        var answer = await AskAsync("say hello");
        using var expired = Slack.Faults.Add(new Fault(FaultKind.ErrorCode) { Method = "views.open", ErrorCode = "expired_trigger_id" });

        var click = Slack.Interactions.Click(Ada, General, answer.Ts, Button);
        var told = await World.WaitForEphemeralAsync(Ada);

        Assert.Contains("press *View flow* again", told.Text, StringComparison.Ordinal);
        Assert.Equal(1, Slack.Calls.Count("views.open"));
        Assert.Empty(World.OpenViews(Ada));
        await server.WaitForOutputAsync($"trigger {click.TriggerId} of {Ada} on message {answer.Ts}: expired_trigger_id");
    }

    [Fact]
    [Trait("Req", "VF-4")]
    [Trait("Req", "VF-5")]
    public async Task Details_past_their_retention_are_said_to_have_expired_also_after_a_restart()
    {
        await StartAsync(("Runs:Retention", "00:01:00"));
        var answer = await AskAsync("say hello");
        await Server.KillAsync();
        await Server.StartAsync();
        Assert.Contains("Completed", (await OpenAsync(Ada, answer)).Json, StringComparison.Ordinal);

        var click = Slack.Interactions.Unsent.Click(Ada, General, answer.Ts, Button);
        Slack.Interactions.Forge("interactive", Payloads.WithValue(click, Payloads.Value(click)[..^4] + "0000"));
        var told = await World.WaitForEphemeralAsync(Ada);
        Assert.Contains("kept", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "SE-5")]
    [Trait("Req", "SE-3")]
    public async Task A_click_from_elsewhere_or_with_a_forged_value_opens_nothing_and_learns_nothing()
    {
        await StartAsync();
        var secret = World.AddChannel("secret", isPrivate: true);
        World.MentionBot(secret.Id, World.Grace.Id, "say the password is swordfish");
        var hidden = await World.WaitForMessageAsync(message => message.Channel == secret.Id && message.IsFromBot);
        var answer = await AskAsync("say hello");
        var hiddenRun = Payloads.Value(Slack.Interactions.Unsent.Click(World.Grace.Id, secret.Id, hidden.Ts, Button));

        // Ada clicks her own button, with the id of a run that she cannot see.
        Slack.Interactions.Forge("interactive", Payloads.WithValue(Slack.Interactions.Unsent.Click(Ada, General, answer.Ts, Button), hiddenRun));
        var told = await World.WaitForEphemeralAsync(Ada);

        Assert.DoesNotContain("swordfish", told.Text, StringComparison.Ordinal);
        foreach (var junk in (string[])["", "zzz", new string('a', 32), "../../etc/passwd", hiddenRun.ToUpperInvariant()[..31]])
            Slack.Interactions.Forge("interactive", Payloads.WithValue(Slack.Interactions.Unsent.Click(Ada, General, answer.Ts, Button), junk));
        await Server.WaitUntilIdleAsync();
        Assert.Empty(World.Views);
        Assert.DoesNotContain(World.Ephemerals, message => message.Text.Contains("swordfish", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Req", "VF-1")]
    [Trait("Req", "VF-7")]
    [Trait("Req", "SE-5")]
    public async Task What_the_model_was_asked_stands_beside_what_it_said_without_the_files_and_instructions_that_went_with_it()
    {
        await StartAsync(("Agent:Instructions", "The launch code is tangerine."));
        var thread = World.PostFileAsUser(General, Ada, $"{World.Mention} use current_time {{\"zone\":\"Europe/Berlin\"}}", "plan.txt", "Buy *nothing* but swordfish."u8.ToArray());
        var answer = await AnswerAsync(General, thread, "It's ");
        var view = await OpenAsync(World.Grace.Id, answer);
        Assert.Contains("plan.txt", view.Json, StringComparison.Ordinal);
        Assert.Contains("Question: ", view.Json, StringComparison.Ordinal);
        Assert.Contains("Answer: ", view.Json, StringComparison.Ordinal);

        var (first, _) = await SeeViewAsync(World.Grace.Id, () => Slack.Interactions.ClickInView(World.Grace.Id, view.Id, "flow.step", "2"), "push");
        foreach (var told in (string[])["What it was asked", "Europe/Berlin", "Given: instructions (", "tools", "text of files (", "What it said", "calls current_time"])
            Assert.Contains(told, first.Json, StringComparison.Ordinal);
        Slack.Interactions.CloseView(World.Grace.Id, first.Id);
        var (second, _) = await SeeViewAsync(World.Grace.Id, () => Slack.Interactions.ClickInView(World.Grace.Id, view.Id, "flow.step", "4"), "push");
        Assert.Contains("The result of current_time (", second.Json, StringComparison.Ordinal);
        foreach (var hidden in (string[])["swordfish", "tangerine"])
            Assert.DoesNotContain(hidden, first.Json + second.Json, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "VF-1")]
    public async Task An_open_flow_follows_its_run_to_the_end_which_says_who_stopped_it_and_one_that_was_closed_is_no_error()
    {
        Slack.Model.StallAll = true;
        await StartAsync(("Runs:NoticeAfter", "00:00:00.2"));
        var thread = World.MentionBot(General, Ada, "hello");
        var notice = await World.WaitForReplyAsync(General, thread, message => message.Blocks?.Contains("run.stop", StringComparison.Ordinal) == true);
        var view = await OpenAsync(Ada, notice);
        var closed = await OpenAsync(World.Linus.Id, notice);
        Assert.Contains("Running for", view.Json, StringComparison.Ordinal);
        Slack.Interactions.CloseView(World.Linus.Id, closed.Id);

        Slack.Interactions.Click(World.Grace.Id, General, notice.Ts, "run.stop");

        // Nobody presses anything in it.
        var ended = await World.WaitForViewAsync(seen => seen.Id == view.Id && seen.Json.Contains("Stopped after", StringComparison.Ordinal));
        Assert.Contains($"@{World.Grace.Id}> stopped it", ended.Json.Replace(@"\u003E", ">", StringComparison.Ordinal), StringComparison.Ordinal);
        await Eventually.SeeAsync("the closed one was tried", () => Slack.Calls.Of("views.update").Any(call => call.Outcome == "not_found"));
        Assert.DoesNotContain("views.update attempt", Server.Output, StringComparison.Ordinal);
        Assert.All(Slack.Calls.Of("views.update"), call => Assert.NotNull(call.Arguments["hash"]));
        Slack.Model.StallAll = false;
    }

    /// <summary>All press the button at once; each gets the modal, which Slack opens in time only, or is told why not.</summary>
    private async Task AllPressAsync(IEnumerable<string> people, SlackMessage answer)
    {
        var pressed = people.Select(person => (Person: person, Told: Told(person), Click: Slack.Interactions.Click(person, General, answer.Ts, Button))).ToList();
        foreach (var (person, before, click) in pressed)
        {
            Assert.True((await click.Ended).IsAcknowledged);
            await Eventually.SeeAsync($"an answer for {person}", () => World.OpenViews(person).Count > 0 || Told(person) > before);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{pressed.Count(one => World.OpenViews(one.Person).Count > 0)} of {pressed.Count} got their modal");

        int Told(string person) => World.Ephemerals.Count(message => message.EphemeralFor == person);
    }

    private async Task<SlackView> OpenAsync(string person, SlackMessage answer) =>
        (await SeeViewAsync(person, () => Slack.Interactions.Click(person, General, answer.Ts, Button))).View;

    private List<string> Clickers() =>
        [.. Enumerable.Range(0, 200).Select(i => World.AddUser(new SlackUser($"U0C{i:000}", $"clicker{i}", $"Clicker {i}")).Id)];

    private async Task<SlackMessage> AskAsync(string text)
    {
        var thread = World.MentionBot(General, Ada, text);
        return await World.WaitForReplyAsync(General, thread, message => message.Blocks?.Contains(Button, StringComparison.Ordinal) == true
            && !message.Blocks.Contains("run.stop", StringComparison.Ordinal));
    }
}
