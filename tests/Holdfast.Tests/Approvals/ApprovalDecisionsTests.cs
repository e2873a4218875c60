using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Approvals;
using Holdfast.Deliveries;
using Holdfast.Http;
using Holdfast.Inbound;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Operators;
using Holdfast.Records;
using Holdfast.Slack;
using Holdfast.Slack.WebApi;
using Holdfast.Storage;
using Holdfast.Testing.Storage;
using Holdfast.Tests.Interactions;
using Holdfast.Tests.Runs;
using Holdfast.Tests.Workspaces;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Holdfast.Tests.Approvals;

[Trait("Req", "RS-18")]
public sealed class ApprovalDecisionsTests : IAsyncLifetime
{
    private const string Members = "usergroups.users.list";
    private readonly ApprovalOptions _options = new();
    private readonly OperatorOptions _operators = new();
    private ClickBench _bench = null!;
    private ApprovalDecisions _decisions = null!;
    private ApprovalRequests _desk = null!;
    private Approval _approval = null!;
    private NewItem _expiry = null!;

    private static CancellationToken None => CancellationToken.None;

    public async ValueTask InitializeAsync()
    {
        _bench = await ClickBench.StartAsync();
        var cards = new ApprovalCards(new MessageComposer(_bench.Clock));
        var grants = TestApprovals.Grants(_bench.Store, _options, _bench.Clock);
        var telling = TestApprovals.Telling(ApproversBy(_bench.Slack.Client), cards, _bench.Store, _bench.Workspaces, _options, _bench.Clock);
        _desk = new ApprovalRequests(cards, telling, grants, Options.Create(_options), _bench.Clock);
        _decisions = new ApprovalDecisions(_bench.Store, ApproversBy(_bench.Slack.Client), cards, telling, grants, _bench.Responder, _bench.Clock, NullLogger<ApprovalDecisions>.Instance);
        _options.Users.Add("U7");
        await AskAsync();
    }

    public async ValueTask DisposeAsync() => await _bench.DisposeAsync();

    [Theory]
    [InlineData(ApprovalCards.Approve, ApprovalStatus.Approved, "<@U7> approved this")]
    [InlineData(ApprovalCards.Deny, ApprovalStatus.Denied, "<@U7> denied this")]
    public async Task A_decision_its_card_and_the_run_that_goes_on_become_true_together(string action, ApprovalStatus status, string verdict)
    {
        var transition = await ClickAsync(action, "U7");
        Assert.Equal((status, "U7", _bench.Clock.GetUtcNow()), (Assert.Single(transition.Approvals).Status, transition.Approvals[0].DecidedBy, transition.Approvals[0].DecidedAt));
        Assert.Equal([LaneQueue.Outbound, LaneQueue.Inbound], transition.Append.Select(item => item.Queue));
        var card = DeliveryPlan.Read(transition.Append[0].Payload);
        Assert.Equal(("chat.update", _approval.Card), (card.Method, card.Target!.Delivery));
        var body = System.Text.Encoding.UTF8.GetString(card.Arguments.Span);
        Assert.Contains(verdict, RunBench.TextOf(transition.Append[0]), StringComparison.Ordinal);
        Assert.DoesNotContain("approval.approve", body, StringComparison.Ordinal);
        Assert.Equal((RunItems.Resume, ClickBench.RunPlace), (transition.Append[1].Kind, transition.Append[1].Lane));
    }

    [Fact]
    public async Task Of_two_clicks_the_second_is_told_what_the_first_decided()
    {
        await ClickAsync(ApprovalCards.Approve, "U7");
        var second = await ClickAsync(ApprovalCards.Deny, "U7");
        Assert.Equal(ItemOutcome.Ignored("decided already"), second.Outcome);
        Assert.Empty(second.Approvals);
        Assert.Contains("<@U7> approved this", Assert.Single(_bench.Ephemerals), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_a_decision_that_is_allowed_gets_into_the_approvals_lane_and_of_two_that_crossed_the_second_is_told_after_the_commit()
    {
        _options.Users.Add("U8");
        var refused = await _bench.HandleAsync(_decisions, await _bench.ClickAsync(ApprovalCards.Approve, _approval.Id.ToString(), Merge("{}", "U9")));
        Assert.Empty(refused.Append);
        foreach (var (action, user) in ((string, string)[])[(ApprovalCards.Approve, "U7"), (ApprovalCards.Deny, "U8")])
        {
            var click = await _bench.HandleAsync(_decisions, await _bench.ClickAsync(action, _approval.Id.ToString(), Merge("{}", user)));
            var item = Assert.Single(click.Append);
            Assert.Equal((LaneQueue.Scheduled, ApprovalRequests.LaneOf(_approval.Id), 0), (item.Queue, item.Lane, item.Place));
        }

        Assert.Single(_bench.Ephemerals);
        var first = Assert.Single(await _bench.DrainAsync(LaneQueue.Scheduled, _decisions));
        Assert.Equal("U7", Assert.Single(first.Approvals).DecidedBy);
        var second = Assert.Single(await _bench.DrainAsync(LaneQueue.Scheduled, _decisions));
        Assert.Equal((ItemOutcome.Ignored("decided already"), 0), (second.Outcome, second.Approvals.Count));
        Assert.Single(_bench.Ephemerals);
        await _bench.TellAsync();
        Assert.Contains("<@U7> approved this", _bench.Ephemerals.Last(), StringComparison.Ordinal);
        var told = JsonDocument.Parse(_bench.Slack.Calls.Last().Body).RootElement;
        Assert.Equal(("U8", "1700000000.000100"), (told.GetProperty("user").GetString(), told.GetProperty("thread_ts").GetString()));
    }

    [Fact]
    public async Task A_decision_that_was_let_through_in_time_counts_however_late_its_turn_comes()
    {
        _bench.Clock.Advance(_options.Expiry - TimeSpan.FromSeconds(1));
        await _bench.HandleAsync(_decisions, await _bench.ClickAsync(ApprovalCards.Approve, _approval.Id.ToString(), Merge("{}", "U7")));
        _bench.Clock.Advance(TimeSpan.FromHours(1));
        await _bench.Memory.AppendAsync([_expiry], None);
        Assert.Equal(ApprovalStatus.Approved, Assert.Single(Assert.Single(await _bench.DrainAsync(LaneQueue.Scheduled, _decisions)).Approvals).Status);
        Assert.Empty(Assert.Single(await _bench.DrainAsync(LaneQueue.Scheduled, _decisions)).Approvals);
    }

    [Theory]
    [InlineData("U9", true, "You can't approve this")]
    [InlineData("U1", true, "You can't approve this")]
    [InlineData("U1", false, "someone else must approve it")]
    public async Task Who_may_not_decide_decides_nothing_and_is_told_why(string user, bool requesterMay, string words)
    {
        _options.RequesterMayApprove = requesterMay;
        var transition = await ClickAsync(ApprovalCards.Approve, user);
        Assert.Equal(ItemOutcome.Ignored("not an approver"), transition.Outcome);
        Assert.Contains(words, Assert.Single(_bench.Ephemerals), StringComparison.Ordinal);
        Assert.Equal(ApprovalStatus.Pending, (await _bench.Memory.GetApprovalAsync(_approval.Id, None))!.Status);
    }

    [Theory]
    [InlineData(true, ApprovalStatus.Approved)]
    [InlineData(false, ApprovalStatus.Pending)]
    public async Task An_operator_may_decide_but_not_about_what_was_asked_for_that_person_where_that_is_excluded(bool requesterMay, ApprovalStatus status)
    {
        _operators.Users.Add("U1");
        _options.RequesterMayApprove = requesterMay;
        await ClickAsync(ApprovalCards.Approve, "U1");
        Assert.Equal(status, (await _bench.Memory.GetApprovalAsync(_approval.Id, None))!.Status);
    }

    [Fact]
    public async Task Members_of_a_group_may_decide_and_are_asked_for_once_a_minute()
    {
        _options.UserGroups.Add("S1");
        _bench.Slack.Answer(Members, """{"ok":true,"users":["U5","U6"]}""");
        await ClickAsync(ApprovalCards.Approve, "U9");
        await ClickAsync(ApprovalCards.Approve, "U9");
        Assert.Equal(1, _bench.Slack.Count(Members));
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await ClickAsync(ApprovalCards.Approve, "U6");
        Assert.Equal(2, _bench.Slack.Count(Members));
        Assert.Equal("U6", (await _bench.Memory.GetApprovalAsync(_approval.Id, None))!.DecidedBy);
    }

    [Fact]
    public async Task Many_who_click_at_once_are_looked_up_by_one_call()
    {
        _options.UserGroups.Add("S1");
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _bench.Slack.Answers[Members] = async context =>
        {
            await answered.Task;
            await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, """{"ok":true,"users":["U5"]}""");
        };
        var clicks = new List<Interaction>();
        for (var i = 0; i < 50; i++)
            clicks.Add(await _bench.ClickAsync(ApprovalCards.Approve, _approval.Id.ToString(), Merge("{}", "U5")));
        var handling = clicks.Select(click => _decisions.HandleAsync(click, None).AsTask()).ToList();
        await _bench.Slack.Called.AtLeastAsync(1);
        answered.SetResult();
        Assert.All(await Task.WhenAll(handling).WaitAsync(TimeSpan.FromSeconds(60)), transition => Assert.Single(transition.Append));
        Assert.Equal(1, _bench.Slack.Count(Members));
    }

    [Fact]
    public async Task While_Slack_does_not_say_who_is_in_a_group_nobody_of_it_decides_and_they_are_told_to_try_again()
    {
        _options.UserGroups.Add("S1");
        _bench.Slack.Answer(Members, """{"ok":false,"error":"missing_scope"}""");
        Assert.Equal(ItemOutcome.Ignored("not an approver"), (await ClickAsync(ApprovalCards.Approve, "U6")).Outcome);
        Assert.Contains("try again", Assert.Single(_bench.Ephemerals), StringComparison.Ordinal);

        // Those who are known without it are not kept waiting.
        await ClickAsync(ApprovalCards.Approve, "U7");
        Assert.Equal("U7", (await _bench.Memory.GetApprovalAsync(_approval.Id, None))!.DecidedBy);
    }

    [Fact]
    public async Task Who_clicks_again_once_Slack_says_who_is_in_the_group_decides()
    {
        _options.UserGroups.Add("S1");
        _bench.Slack.AnswerInTurn(Members, "503", """{"ok":true,"users":["U6"]}""");
        Assert.Equal(ItemOutcome.Ignored("not an approver"), (await ClickAsync(ApprovalCards.Approve, "U6")).Outcome);
        await ClickAsync(ApprovalCards.Approve, "U6");
        Assert.Equal("U6", (await _bench.Memory.GetApprovalAsync(_approval.Id, None))!.DecidedBy);
    }

    [Fact]
    [Trait("Req", "XP-3")]
    public async Task Who_is_in_a_group_is_asked_for_all_who_click_and_not_under_the_hold_of_the_first()
    {
        _options.UserGroups.Add("S1");
        _bench.Slack.Answer(Members, """{"ok":true,"users":["U6"]}""");
        using var http = new HttpClient(new HoldHandler(HttpPurpose.Slack, SlackHttp.CreateHandler()));
        var approvers = ApproversBy(new SlackWebClient(
            http, new SlackWebClientOptions { ApiUrl = _bench.Slack.Address }, _bench.Clock, NullLogger<SlackWebClient>.Instance));
        var click = await _bench.WorkAsync(InteractionKinds.Interactive, "{}"u8.ToArray());
        new LaneHold(click.Claim, _bench.Clock.GetMonotonic(), _bench.Clock).MakeCurrent();
        Assert.Null(await approvers.ReasonAgainstAsync(new TeamId("T1"), new UserId("U6"), _approval, None));
    }

    [Fact]
    public async Task Of_a_decision_that_is_given_up_on_its_maker_is_told_and_of_an_end_that_nobody_wanted_nobody()
    {
        await _bench.HandleAsync(_decisions, await _bench.ClickAsync(ApprovalCards.Approve, _approval.Id.ToString(), Merge("{}", "U7")));
        var decision = Assert.Single(await _bench.Memory.ClaimAsync(LaneQueue.Scheduled, new WorkerId("w"), 1, TimeSpan.FromSeconds(30), None));
        Assert.Equal(("U7", ClickBench.RunPlace), (_decisions.WhoWaits(decision.Item) is { } who ? (who.User.Value, $"{who.Team}/{who.Channel}/{who.Thread}") : default));
        await _bench.Memory.CommitAsync(new Transition { Claim = decision, Outcome = ItemOutcome.Answered, Append = [_desk.Withdraw(_approval, traceParent: null)] }, None);
        var withdrawal = Assert.Single(await _bench.Memory.ClaimAsync(LaneQueue.Scheduled, new WorkerId("w"), 1, TimeSpan.FromSeconds(30), None));
        Assert.Null(_decisions.WhoWaits(withdrawal.Item));
    }

    [Theory]
    [InlineData("nonsense", "{}")]
    [InlineData("", "{}")]
    [InlineData("0198f7a0000070008000000000000001", "{}")]
    [InlineData(null, """{"container":{"type":"message","message_ts":"1.1","channel_id":"C2"}}""")]
    [InlineData(null, """{"team":{"id":"T2"}}""")]
    [InlineData(null, """{"container":{"type":"view","view_id":"V1"},"channel":null}""")]
    [Trait("Req", "SE-3")]
    [Trait("Req", "SE-5")]
    public async Task A_forged_or_stale_id_and_a_click_from_elsewhere_decide_nothing(string? value, string change)
    {
        var click = await _bench.ClickAsync(ApprovalCards.Approve, value ?? _approval.Id.ToString(), Merge(change, "U7"));
        Assert.Equal(ItemOutcome.Ignored("no such approval"), (await _bench.HandleAsync(_decisions, click)).Outcome);
        Assert.Equal(ApprovalStatus.Pending, (await _bench.Memory.GetApprovalAsync(_approval.Id, None))!.Status);
    }

    [Fact]
    public async Task What_nobody_decided_expires_once_and_a_click_in_that_very_instant_is_too_late()
    {
        _bench.Clock.Advance(_options.Expiry - TimeSpan.FromTicks(1));
        var click = await _bench.ClickAsync(ApprovalCards.Approve, _approval.Id.ToString(), Merge("{}", "U7"));
        _bench.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(ItemOutcome.Ignored("expired"), (await _bench.HandleAsync(_decisions, click)).Outcome);

        var transition = await ExpireAsync();
        Assert.Equal((ApprovalStatus.Expired, null), (Assert.Single(transition.Approvals).Status, transition.Approvals[0].DecidedBy));
        Assert.Equal(2, transition.Append.Count);
        Assert.Empty((await ExpireAsync()).Approvals);
        Assert.Equal(ItemOutcome.Ignored("decided already"), (await ClickAsync(ApprovalCards.Approve, "U7")).Outcome);
    }

    [Fact]
    public async Task The_end_of_the_time_changes_nothing_about_what_was_decided()
    {
        await ClickAsync(ApprovalCards.Deny, "U7");
        _bench.Clock.Advance(_options.Expiry);
        var transition = await ExpireAsync();
        Assert.Equal((ItemOutcome.Answered, 0, 0), (transition.Outcome, transition.Approvals.Count, transition.Append.Count));
    }

    [Fact]
    [Trait("Req", "AS-21")]
    public async Task What_an_ended_run_had_asked_for_is_withdrawn_unless_it_was_decided_and_cannot_be_decided_any_more()
    {
        await _bench.KeepRunAsync(run => run with { Id = _approval.Run, Status = RunStatus.Stopped }, steps: 0);
        Assert.Equal(ItemOutcome.Ignored("the run has ended"), (await ClickAsync(ApprovalCards.Approve, "U7")).Outcome);
        Assert.Contains("The run that asked for this has ended", Assert.Single(_bench.Ephemerals), StringComparison.Ordinal);

        var withdrawal = _desk.Withdraw(_approval, traceParent: null);
        Assert.Equal((LaneQueue.Scheduled, ApprovalRequests.LaneOf(_approval.Id)), (withdrawal.Queue, withdrawal.Lane));
        var work = await _bench.WorkAsync(withdrawal.Kind, withdrawal.Payload.ToArray());
        var transition = await _bench.KeepAsync(_decisions.HandleAsync(work, None).AsTask());
        Assert.Equal(ApprovalStatus.Withdrawn, Assert.Single(transition.Approvals).Status);
        Assert.Contains("Withdrawn", RunBench.TextOf(transition.Append[0]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_is_due_on_time_and_handled_in_the_lane_of_the_clicks()
    {
        Assert.Equal((LaneQueue.Scheduled, ApprovalRequests.LaneOf(_approval.Id), (DateTimeOffset?)_approval.ExpiresAt), (_expiry.Queue, _expiry.Lane, _expiry.DueAt));
        await _bench.Memory.AppendAsync([_expiry], None);
        Assert.Empty(await _bench.Memory.ClaimAsync(LaneQueue.Scheduled, new WorkerId("w"), 1, TimeSpan.FromSeconds(30), None));
        _bench.Clock.Advance(_options.Expiry);
        var claim = Assert.Single(await _bench.Memory.ClaimAsync(LaneQueue.Scheduled, new WorkerId("w"), 1, TimeSpan.FromSeconds(30), None));
        var expired = await _decisions.HandleAsync(new LaneWork(claim, _bench.Store), None);
        Assert.Equal(ApprovalStatus.Expired, Assert.Single(expired.Approvals).Status);
    }

    [Fact]
    [Trait("Req", "SE-3")]
    public async Task What_is_shown_can_neither_mention_nor_hide_anything()
    {
        await AskAsync("<!channel> rm \u202E fr- \u200B`*x*`");
        var body = System.Text.Encoding.UTF8.GetString(DeliveryPlan.Read(new ApprovalCards(new MessageComposer(_bench.Clock)).Post(_approval, null).Payload).Arguments.Span);
        var shown = JsonDocument.Parse(body).RootElement.GetProperty("blocks").EnumerateArray().Single(block => block.GetProperty("type").GetString() == "rich_text").ToString();
        Assert.Contains("{202E}", shown, StringComparison.Ordinal);
        Assert.Contains("{200B}", shown, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', body);
    }

    private Approvers ApproversBy(SlackWebClient slack) => new(
        TestWorkspaces.One(slack),
        new SlackDirectory(TestWorkspaces.One(slack), _bench.Clock, NullLogger<SlackDirectory>.Instance),
        new OperatorList(_bench.Workspaces, Options.Create(_operators)),
        Options.Create(_options));

    private static string Merge(string change, string user)
    {
        var payload = System.Text.Json.Nodes.JsonNode.Parse(change)!.AsObject();
        payload["user"] = new System.Text.Json.Nodes.JsonObject { ["id"] = user, ["team_id"] = "T1" };
        return payload.ToJsonString();
    }

    private async Task AskAsync(string shown = "rm -rf /")
    {
        var run = await _bench.KeepRunAsync(kept => kept with { Status = RunStatus.Waiting, EndedAt = null, ExpiresAt = null }, steps: 0);
        var (approval, items) = _desk.Ask(run, new ToolRequest("c1", "exec", shown), traceParent: null);
        (_approval, _expiry) = (approval, items[1]);
        await _bench.CommitAsync(claim => new Transition { Claim = claim, Outcome = ItemOutcome.Answered, Records = [approval.ToRecord()] });
    }

    /// <summary>A click and, where it is let through, what comes of it in the approval's lane.</summary>
    private async Task<Transition> ClickAsync(string action, string user)
    {
        var click = await _bench.HandleAsync(_decisions, await _bench.ClickAsync(action, _approval.Id.ToString(), Merge("{}", user)));
        return click.Append.Count == 0 ? click : Assert.Single(await _bench.DrainAsync(LaneQueue.Scheduled, _decisions));
    }

    private async Task<Transition> ExpireAsync()
    {
        var work = await _bench.WorkAsync(ApprovalItems.Expiry, JsonSerializer.SerializeToUtf8Bytes(_approval.Id.ToString()));
        return await _bench.KeepAsync(_decisions.HandleAsync(work, None).AsTask());
    }
}
