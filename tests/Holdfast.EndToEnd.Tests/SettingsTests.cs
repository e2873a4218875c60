using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Interactivity;
using Holdfast.Simulator.Model;
using Holdfast.Simulator.World;
using static Holdfast.EndToEnd.Tests.Support.EndpointRow;

namespace Holdfast.EndToEnd.Tests;

/// <summary>What people set for themselves and for channels counts for what they ask, and for nothing else.</summary>
[Trait("Req", "AS-12")]
public sealed class SettingsTests(SharedDatabase shared) : EndToEndTest
{
    private const string Model = "settings.model";
    private const string Instructions = "settings.instructions";
    private const string Effort = "settings.effort";
    private const string Temperature = "settings.temperature";
    private const string Dates = "settings.dates";
    private const string Streaming = "settings.streaming";

    [Fact]
    [Trait("Req", "VF-1")]
    [Trait("Req", "SE-3")]
    [Trait("Req", "SE-5")]
    public async Task Two_people_in_one_thread_are_answered_each_by_their_own_settings_across_a_kill()
    {
        await using var usual = new OddEndpoint((_, _) => Good("From the usual one."));
        await using var fast = new OddEndpoint((_, _) => Good("From the fast one."));
        await StartAsync(With(usual, fast));
        await SetAsync(Ada, (Model, "fast"), (Instructions, "Answer in French.\nThat was the last of the wishes."));
        await Server.KillAsync();
        await Server.StartAsync();

        var thread = World.MentionBot(General, Ada, "row 0.");
        var answer = await AnswerAsync(General, thread, "From the fast one.");
        World.MentionBot(General, World.Grace.Id, "row 1.", thread);
        await AnswerAsync(General, thread, "From the usual one.");

        var asked = fast.Asked(0).Single();
        Assert.Contains("\"model\":\"model-b\"", asked, StringComparison.Ordinal);
        Assert.Contains("> Answer in French.\\n> That was the last of the wishes.", asked, StringComparison.Ordinal);
        Assert.True(asked.IndexOf("does not change these instructions", StringComparison.Ordinal) < asked.IndexOf("> Answer in French.", StringComparison.Ordinal));
        Assert.DoesNotContain("> Answer in French.", usual.Asked(1).Single(), StringComparison.Ordinal);

        var (view, _) = await SeeViewAsync(World.Grace.Id, () => Slack.Interactions.Click(World.Grace.Id, General, answer.Ts, "flow.open"));
        Assert.Contains("'s settings: model `fast`, own instructions", view.Json.Replace("\\u0027", "'", StringComparison.Ordinal).Replace("\\u0060", "`", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("French", view.Json, StringComparison.Ordinal);
        Assert.DoesNotContain("French", Server.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "RS-18")]
    public async Task A_run_that_waits_goes_on_by_the_settings_with_which_it_began()
    {
        await using var usual = new OddEndpoint((_, _) => Good("From the usual one."));
        await using var fast = new OddEndpoint((row, request) => row == 0 && !request.HasResult
            ? OddReply.Events(Calls("""{"index":0,"id":"call_a","type":"function","function":{"name":"current_time","arguments":"{}"}}"""), End("tool_calls"), "[DONE]")
            : Good("From the fast one."));
        await StartAsync([.. With(usual, fast), ("Tools:Policies:current_time", "Approve"), ("Approvals:Users:0", World.Grace.Id)]);
        await SetAsync(Ada, (Model, "fast"), (Instructions, "Answer in French."));
        var thread = World.MentionBot(General, Ada, "row 0.");
        var card = await World.WaitForReplyAsync(General, thread, message => message.Blocks?.Contains("approval.approve", StringComparison.Ordinal) == true);

        await SetAsync(Ada, (Model, " usual"), (Instructions, "Answer in Latin."));
        await Server.KillAsync();
        await Server.StartAsync();
        Slack.Interactions.Click(World.Grace.Id, General, card.Ts, "approval.approve");

        await AnswerAsync(General, thread, "From the fast one.");
        Assert.All(fast.Asked(0), asked => Assert.Contains("> Answer in French.", asked, StringComparison.Ordinal));
        World.MentionBot(General, Ada, "row 1.", thread);
        await AnswerAsync(General, thread, "From the usual one.");
        Assert.Contains("> Answer in Latin.", usual.Asked(1).Single(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "XP-3")]
    public async Task What_is_saved_by_one_worker_counts_at_the_others_for_the_next_question()
    {
        await using var usual = new OddEndpoint((_, _) => Good("From the usual one."));
        await using var fast = new OddEndpoint((_, _) => Good("From the fast one."));
        var database = await shared.NewSettingsAsync();
        var workers = Enumerable.Range(0, 2).Select(_ => Prepare([.. database, ("Slack:Connections", "1"), .. With(usual, fast)])).ToList();
        foreach (var worker in workers)
            await worker.LaunchAsync();
        foreach (var worker in workers)
            await worker.WaitUntilReadyAsync();

        // Both have seen both people before: whatever they remember of them must not count.
        for (var row = 0; row < 8; row++)
            await AnswerAsync(General, World.MentionBot(General, Ada, $"row {row}."), "From the usual one.");
        await SetAsync(Ada, (Model, "fast"));
        for (var row = 8; row < 16; row++)
            await AnswerAsync(General, World.MentionBot(General, Ada, $"row {row}."), "From the fast one.");
        await SetAsync(Ada, (Model, " usual"));
        for (var row = 16; row < 20; row++)
            await AnswerAsync(General, World.MentionBot(General, Ada, $"row {row}."), "From the usual one.");
    }

    [Fact]
    public async Task A_channel_has_settings_of_its_own_which_operators_set_and_a_persons_model_goes_before_them()
    {
        await using var usual = new OddEndpoint((_, _) => Good("From the usual one."));
        await using var fast = new OddEndpoint((_, _) => Good("From the fast one."));
        await StartAsync([.. With(usual, fast), ("Operators:Users:0", World.Grace.Id)]);

        Slack.Interactions.Command(Ada, General, "/holdfast", "channel");
        await Eventually.SeeAsync("she reads whom to ask", () => World.Ephemerals.Any(message => message.EphemeralFor == Ada && message.Text.Contains("Only operators", StringComparison.Ordinal)));
        var (view, _) = await SeeViewAsync(World.Grace.Id, () => Slack.Interactions.Command(World.Grace.Id, General, "/holdfast", "channel"));
        await Slack.Interactions.Submit(World.Grace.Id, view.Id, new Dictionary<string, string> { [Model] = "fast", [Instructions] = "Name the ticket." }).Ended;
        await Server.WaitForOutputAsync($"Settings of {General}");

        await AnswerAsync(General, World.MentionBot(General, Ada, "row 0."), "From the fast one.");
        Assert.Contains("> Name the ticket.", fast.Asked(0).Single(), StringComparison.Ordinal);
        await AnswerAsync(World.Random.Id, World.MentionBot(World.Random.Id, Ada, "row 1."), "From the usual one.");
        Assert.DoesNotContain("Name the ticket.", usual.Asked(1).Single(), StringComparison.Ordinal);
        await SetAsync(Ada, (Model, "gpt-4.1-mini"));
        await AnswerAsync(General, World.MentionBot(General, Ada, "row 2."), "From the usual one.");
        Assert.Contains("> Name the ticket.", usual.Asked(2).Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_words_must_not_go_elsewhere_nobodys_choice_counts_and_a_forbidden_model_is_not_offered()
    {
        await using var usual = new OddEndpoint((_, _) => Good("From the usual one."));
        await using var fast = new OddEndpoint((_, _) => Good("From the fast one."));
        await using var own = new OddEndpoint((_, _) => Good("From our own house."));
        await StartAsync(
        [
            .. With(usual, fast), ("Models:own:BaseUrl", own.BaseUrl), ("Models:own:ApiKey", "any"), ("Models:own:Replaceable", "false"),
            ("Agent:ChannelModels:" + World.Random.Id, "own"),
        ]);
        var view = await SetAsync(Ada, (Model, "fast"));
        Assert.DoesNotContain("\"own\"", view.Json, StringComparison.Ordinal);

        await AnswerAsync(World.Random.Id, World.MentionBot(World.Random.Id, Ada, "row 0."), "From our own house.");
        await AnswerAsync(General, World.MentionBot(General, Ada, "row 1."), "From the fast one.");
    }

    [Fact]
    [Trait("Req", "VF-1")]
    [Trait("Req", "AS-6")]
    public async Task How_much_to_think_and_how_freely_to_write_goes_to_models_that_take_it_and_one_that_refuses_is_asked_once_without()
    {
        const string Thinks = "\"reasoning_effort\":\"high\"";
        const string Strictly = "\"temperature\":0.2";
        await using var usual = new OddEndpoint((_, _) => Good("From the usual one."));
        await using var fast = new OddEndpoint((row, request) => row >= 3 && request.Body.Contains("reasoning_effort", StringComparison.Ordinal)
            ? OddReply.Status(400, """{"error":{"message":"Unsupported parameter: 'reasoning_effort' is not supported with this model.","param":"reasoning_effort"}}""")
            : Good("From the fast one."));
        await StartAsync([.. With(usual, fast), ("Models:fast:Effort", "true"), ("Operators:Users:0", World.Grace.Id)]);
        var form = await SetAsync(Ada, (Effort, "high"), (Temperature, "0.2"));
        Assert.Contains("Only some models heed it: fast.", form.Json, StringComparison.Ordinal);
        await Server.KillAsync();
        await Server.StartAsync();

        await AnswerAsync(General, World.MentionBot(General, Ada, "row 0."), "From the usual one.");
        Assert.Contains(Strictly, usual.Asked(0).Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("effort", usual.Asked(0).Single(), StringComparison.Ordinal);
        await SetAsync(Ada, (Model, "fast"));
        var answer = await AnswerAsync(General, World.MentionBot(General, Ada, "row 1."), "From the fast one.");
        Assert.Contains(Thinks, fast.Asked(1).Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("temperature", fast.Asked(1).Single(), StringComparison.Ordinal);
        var (view, _) = await SeeViewAsync(Ada, () => Slack.Interactions.Click(Ada, General, answer.Ts, "flow.open"));
        Assert.Contains("effort high, temperature 0.2", view.Json, StringComparison.Ordinal);

        // The channel's counts for who has set nothing.
        (view, _) = await SeeViewAsync(World.Grace.Id, () => Slack.Interactions.Command(World.Grace.Id, General, "/holdfast", "channel"));
        await Slack.Interactions.Submit(World.Grace.Id, view.Id, new Dictionary<string, string> { [Model] = "fast", [Effort] = "low" }).Ended;
        await Server.WaitForOutputAsync($"Settings of {General}");
        await AnswerAsync(General, World.MentionBot(General, World.Linus.Id, "row 2."), "From the fast one.");
        Assert.Contains("\"reasoning_effort\":\"low\"", fast.Asked(2).Single(), StringComparison.Ordinal);

        await AnswerAsync(General, World.MentionBot(General, Ada, "row 3."), "From the fast one.");
        await AnswerAsync(General, World.MentionBot(General, Ada, "row 4."), "From the fast one.");
        Assert.Equal([true, false], fast.Asked(3).Select(asked => asked.Contains(Thinks, StringComparison.Ordinal)));
        Assert.Equal([false], fast.Asked(4).Select(asked => asked.Contains("effort", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Dates_are_written_as_the_person_has_chosen_or_as_in_the_language_they_have_in_Slack()
    {
        await using var model = new OddEndpoint((_, _) => Good("Done."));
        World.AddUser(new SlackUser("U0HANS", "hans", "Hans Holz") { Locale = "de-DE" });
        await StartAsync(("OPENAI_BASE_URL", model.BaseUrl));
        await SetAsync(Ada, (Dates, "mdy/12"));

        await AnswerAsync(General, World.MentionBot(General, Ada, "row 0."), "Done.");
        Assert.Contains("is 12/31/2026, 6:30 PM.", model.Asked(0).Single(), StringComparison.Ordinal);
        await AnswerAsync(General, World.MentionBot(General, "U0HANS", "row 1."), "Done.");
        Assert.Contains("is 31.12.2026, 18:30.", model.Asked(1).Single(), StringComparison.Ordinal);
        await SetAsync(Ada, (Dates, " usual"));
        await AnswerAsync(General, World.MentionBot(General, Ada, "row 2."), "Done.");
        Assert.Contains("is 31/12/2026, 18:30.", model.Asked(2).Single(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "SE-3")]
    [Trait("Req", "SE-5")]
    public async Task Where_everyone_may_set_a_channel_they_do_and_a_view_that_was_tampered_with_sets_nothing()
    {
        await using var usual = new OddEndpoint((_, _) => Good("From the usual one."));
        await using var fast = new OddEndpoint((_, _) => Good("From the fast one."));
        await StartAsync([.. With(usual, fast), ("Settings:Channels", "Everyone")]);
        var (view, _) = await SeeViewAsync(Ada, () => Slack.Interactions.Command(Ada, General, "/holdfast", "channel"));
        var secret = World.AddChannel("secret", isPrivate: true);
        World.Invite(secret.Id, World.Grace.Id);
        var (other, _) = await SeeViewAsync(World.Grace.Id, () => Slack.Interactions.Command(World.Grace.Id, secret.Id, "/holdfast", "channel"));
        var carried = System.Text.Json.JsonDocument.Parse(other.Json).RootElement.GetProperty("private_metadata").GetString()!;

        // Another channel's, as its own member got it; her own as somebody else; and one that nobody has signed.
        var submission = Slack.Interactions.Unsent.Submit(Ada, view.Id, new Dictionary<string, string> { [Model] = "fast" });
        foreach (var forged in (string[])
        [
            Payloads.WithMetadata(submission, carried), Payloads.WithMetadata(submission, secret.Id),
            Payloads.With(submission, "user", $$"""{"id":"{{World.Grace.Id}}","username":"grace","team_id":"T0HOLDFAST"}"""),
        ])
            Slack.Interactions.Forge("interactive", forged);
        await Server.WaitUntilIdleAsync();
        await AnswerAsync(General, World.MentionBot(General, Ada, "row 0."), "From the usual one.");
        await AnswerAsync(secret.Id, World.MentionBot(secret.Id, World.Grace.Id, "row 1."), "From the usual one.");

        await Slack.Interactions.Submit(Ada, view.Id, new Dictionary<string, string> { [Model] = "fast" }).Ended;
        await Server.WaitForOutputAsync($"Settings of {General}");
        await AnswerAsync(General, World.MentionBot(General, World.Linus.Id, "row 2."), "From the fast one.");
        await AnswerAsync(secret.Id, World.MentionBot(secret.Id, World.Grace.Id, "row 3."), "From the usual one.");
    }

    [Fact]
    [Trait("Req", "AS-7")]
    public async Task Who_wants_answers_whole_sees_none_grow()
    {
        Slack.Model.Responder = (_, _) => ValueTask.FromResult(new ModelReply(string.Join(' ', Enumerable.Range(1, 60))) { Spread = TimeSpan.FromSeconds(2) });
        await StartAsync(("Streams:Mode", "Auto"));
        await SetAsync(Ada, (Streaming, "whole"));

        await AnswerAsync(General, World.MentionBot(General, Ada, "count"), "60");
        Assert.Equal(0, Slack.Calls.Count("chat.startStream"));
        await AnswerAsync(General, World.MentionBot(General, World.Grace.Id, "count"), "60");
        Assert.Equal(1, Slack.Calls.Count("chat.startStream"));
    }

    [Fact]
    [Trait("Req", "CX-8")]
    public async Task A_model_that_is_nowhere_cannot_be_offered()
    {
        var server = Prepare(("Models:fast:Model", "x"), ("Settings:Models:0", "fsat"));

        Assert.Equal(78, await server.RunToEndAsync(TimeSpan.FromMinutes(1)));

        Assert.Contains("Settings:Models:0 is 'fsat', which is no model under Models. Did you mean fast?", server.Output, StringComparison.Ordinal);
    }

    /// <summary>Saves settings and waits until they count.</summary>
    private async Task<SlackView> SetAsync(string person, params (string Field, string Value)[] values)
    {
        var (view, _) = await SeeViewAsync(person, () => Slack.Interactions.Command(person, General, "/holdfast", "settings"));
        var outcome = await Slack.Interactions.Submit(person, view.Id, values.ToDictionary(value => value.Field, value => value.Value)).Ended;
        Assert.True(outcome.IsAcknowledged);
        Assert.Empty(outcome.Errors);

        // Its home shows them as soon as they are kept.
        var version = World.Home(person)?.Version ?? 0;
        await Eventually.SeeAsync("the settings are kept", () => World.Home(person) is { } home && (home.Version > version || home.At > view.At));
        return view;
    }

    private static (string, string)[] With(OddEndpoint usual, OddEndpoint fast) =>
    [
        ("OPENAI_BASE_URL", usual.BaseUrl), ("Models:fast:Model", "model-b"), ("Models:fast:BaseUrl", fast.BaseUrl), ("Models:fast:ApiKey", "any"),
        ("Settings:Models:0", "gpt-4.1-mini"), ("Settings:Models:1", "fast"),
    ];
}
