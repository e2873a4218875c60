using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Faults;
using Holdfast.Simulator.Model;
using Holdfast.Simulator.World;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Who may use the agent, and what those read who may not.</summary>
[Trait("Req", "SE-1")]
public sealed class AccessTests : EndToEndTest
{
    private const string Partner = "T0PARTNER";
    private const string Pilots = "S0PILOTS";

    private string Gina => World.AddUser(new SlackUser("U0GINA", "gina", "Gina Guest") { IsGuest = true }).Id;

    private string Petra => World.AddUser(new SlackUser("U0PETRA", "petra", "Petra Partner") { TeamId = Partner }).Id;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Slack.Model.Responder = (request, _) => ValueTask.FromResult(new ModelReply($"heard {request.LastUserText}"));
    }

    [Fact]
    public async Task Guests_and_people_of_other_organisations_are_refused_once_in_a_sentence_and_counted_and_others_are_not()
    {
        var (gina, petra) = (Gina, Petra);
        await StartAsync(("Operators:Users:0", World.Grace.Id));

        World.MentionBot(General, gina, "who am I?");
        World.MentionBot(General, gina, "and now?");
        var direct = World.OpenDirectMessage(gina).Id;
        World.PostAsUser(direct, gina, "and here?");
        World.MentionBot(General, petra, "and I?");
        await AnswerAsync(General, World.MentionBot(General, Ada, "and I?"), "heard");
        await Server.WaitUntilIdleAsync();

        var told = World.Ephemerals.Select(message => (message.EphemeralFor, message.Text)).Order().ToList();
        Assert.Equal(
        [
            (gina, $"Sorry, I don't work for guests of this workspace. <@{World.Grace.Id}> can change that."),
            (petra, $"Sorry, I only work for people of this organization. <@{World.Grace.Id}> can change that."),
        ], told);
        Assert.All(World.Ephemerals, message => Assert.Null(message.ThreadTs));
        Assert.Equal("Sorry, I don't work for guests of this workspace", Assert.Single(World.Messages(direct), message => message.IsFromBot).Text.Split('.')[0]);
        Assert.Equal(1, Slack.Model.Total);
        Assert.Equal(3, Server.Output.Split("may not use the agent").Length);
        var (code, usage) = await Server.RunVerbAsync("usage", "--by", "user", "--json");
        Assert.Equal(0, code);
        Assert.Contains($$"""{"name":"{{gina}}","messages":0,"runs":0,"failures":0,"refusals":3,""", usage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Access:Guests", "true")]
    [InlineData("Access:AllowOutsiders:0", "U0GINA")]
    [InlineData("Access:AllowUsers:0", "U0GINA")]
    public async Task A_guest_who_is_allowed_is_answered(string key, string value)
    {
        var gina = Gina;
        await StartAsync((key, value));
        await AnswerAsync(General, World.MentionBot(General, gina, "hello"), "heard hello");
    }

    [Theory]
    [InlineData("Access:OtherOrganisations", "true", true)]
    [InlineData("Access:AllowWorkspaces:0", Partner, true)]
    [InlineData("Access:AllowWorkspaces:0", "T0STRANGERS", false)]
    public async Task A_partner_is_answered_where_theirs_is_allowed(string key, string value, bool isAllowed)
    {
        var petra = Petra;
        await StartAsync((key, value));
        var thread = World.MentionBot(General, petra, "hello");
        if (isAllowed)
            await AnswerAsync(General, thread, "heard hello");
        else
            await SeeRefusalAsync(petra, "people of this organization");
    }

    [Fact]
    public async Task A_denied_user_can_press_type_and_stop_nothing_and_their_home_says_why()
    {
        await StartAsync(("Access:DenyUsers:0", World.Linus.Id), ("Tools:Policies:current_time", "Approve"), ("Approvals:Users:0", World.Linus.Id), ("Approvals:Users:1", World.Grace.Id));
        Slack.Model.Responder = null;
        var linus = World.Linus.Id;
        var thread = World.MentionBot(General, Ada, "use current_time");
        var card = await World.WaitForReplyAsync(General, thread, message => message.Blocks?.Contains("approval.approve", StringComparison.Ordinal) == true);
        var answer = await AnswerAsync(General, World.MentionBot(General, Ada, "hello"), "Hello");

        Slack.Interactions.Click(linus, General, card.Ts, "approval.approve");
        Slack.Interactions.Click(linus, General, answer.Ts, "flow.open");
        Slack.Interactions.Command(linus, General, "/holdfast", "timer 10m tea");
        World.PostAsUser(General, linus, "stop", thread);
        World.OpenHome(linus);
        await Eventually.SeeAsync(
            "a sentence for each press, the command and the word",
            () => World.Ephemerals.Count(message => message.EphemeralFor == linus) >= 4,
            () => string.Join('\n', World.Ephemerals.Select(message => message.Text)));
        await Server.WaitUntilIdleAsync();
        Assert.All(World.Ephemerals, message => Assert.StartsWith("Sorry, I'm not available to you.", message.Text, StringComparison.Ordinal));
        Assert.DoesNotContain(World.OpenViews(linus), view => view.Kind == "open");
        Assert.Contains("not available to you", World.Home(linus)!.Json, StringComparison.Ordinal);

        Slack.Interactions.Click(World.Grace.Id, General, card.Ts, "approval.approve");
        await AnswerAsync(General, thread, "current_time");
    }

    [Fact]
    public async Task Members_of_a_denied_group_are_refused_and_others_are_not()
    {
        World.AddUserGroup(Pilots, "pilots", World.Linus.Id);
        await StartAsync(("Access:DenyGroups:0", Pilots));
        World.MentionBot(General, World.Linus.Id, "hello");
        await SeeRefusalAsync(World.Linus.Id, "not available to you");
        await AnswerAsync(General, World.MentionBot(General, Ada, "hello"), "heard hello");
    }

    [Fact]
    public async Task Channels_and_direct_messages_are_allowed_and_denied()
    {
        await StartAsync(("Access:AllowChannels:0", General), ("Access:DirectMessages", "false"));
        World.MentionBot(World.Random.Id, Ada, "hello");
        await SeeRefusalAsync(Ada, "not available in this channel");
        var direct = World.OpenDirectMessage(Ada).Id;
        World.PostAsUser(direct, Ada, "hello");
        await DirectAnswerAsync(direct, "not available in direct messages");
        await AnswerAsync(General, World.MentionBot(General, Ada, "hello"), "heard hello");
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task While_Slack_does_not_say_who_somebody_is_they_and_their_clicks_wait_through_a_kill()
    {
        var gina = Gina;
        Slack.Faults.Add(new Fault(FaultKind.ErrorCode) { Method = "users.info", ErrorCode = "internal_error" });
        await StartAsync();
        var thread = World.MentionBot(General, Ada, "hello");
        World.MentionBot(General, gina, "hello");
        Assert.True((await Slack.Interactions.Command(Ada, General, "/holdfast", "help").Ended).IsAcknowledged);
        await SeeRefusalAsync(Ada, "I'll go on as soon as it does");
        await Eventually.SeeAsync("they were asked about", () => Slack.Calls.Count("users.info") >= 3);
        await Server.KillAsync();
        Assert.Equal(0, Slack.Model.Total);
        Slack.Faults.Clear();
        await Server.StartAsync();

        await AnswerAsync(General, thread, "heard hello");
        await SeeRefusalAsync(gina, "guests");
        await World.WaitForEphemeralAsync(Ada, message => message.Text.Contains("what you can do", StringComparison.Ordinal));
        await Server.WaitUntilIdleAsync();
        Assert.Equal(1, Slack.Model.Total);
    }

    [Fact]
    public async Task A_scope_that_is_missing_is_named_and_nobody_is_let_in()
    {
        Slack.Faults.Add(new Fault(FaultKind.ErrorCode) { Method = "users.info", ErrorCode = "missing_scope" });
        await StartAsync(("Operators:Users:0", World.Grace.Id));
        World.MentionBot(General, Ada, "hello");
        await SeeRefusalAsync(Ada, "tell an operator");
        await AnswerAsync(General, World.MentionBot(General, World.Grace.Id, "hello"), "heard hello");
    }

    [Fact]
    public async Task An_immediate_agent_asks_Slack_about_nobody_while_nothing_is_set()
    {
        var gina = Gina;
        await StartAsync(("Agent:Kind", "Echo"));
        await AnswerAsync(General, World.MentionBot(General, gina, "hello"), "hello");
        Assert.Equal(0, Slack.Calls.Count("users.info"));
    }

    private Task SeeRefusalAsync(string user, string containing) => Eventually.SeeAsync(
        $"{user} reads \"{containing}\"",
        () => World.Ephemerals.Any(message => message.EphemeralFor == user && message.Text.Contains(containing, StringComparison.Ordinal)),
        () => string.Join('\n', World.Ephemerals.Select(message => $"{message.EphemeralFor}: {message.Text}")));
}
