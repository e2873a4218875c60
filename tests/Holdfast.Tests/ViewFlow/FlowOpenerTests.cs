using System.Text.Json;
using Holdfast.Diagnostics;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Runs;
using Holdfast.Slack;
using Holdfast.Storage;
using Holdfast.Tests.Interactions;
using Holdfast.ViewFlow;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Holdfast.Tests.ViewFlow;

/// <summary>From a click to an open modal, or to the words that say why there is none.</summary>
public sealed class FlowOpenerTests : IAsyncLifetime
{
    private const string Open = "views.open";
    private const string Update = "views.update";
    private const string Ok = """{"ok":true,"view":{"id":"V1"}}""";

    private readonly RecordedLogs<FlowOpener> _logs = new();
    private readonly RunOptions _options = new();
    private ClickBench _bench = null!;
    private FlowMetrics _metrics = null!;
    private FlowFollower _follower = null!;
    private RunRetention _retention = null!;
    private FlowKey _key = null!;
    private FlowClicks _clicks = null!;
    private SlowStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _bench = await ClickBench.StartAsync();
        _metrics = new FlowMetrics(_bench.Meters);
        _store = new SlowStore(_bench);
        _retention = new RunRetention(_bench.Memory, Options.Create(_options), _bench.Clock);
        _key = new FlowKey(_bench.Workspaces);
        var reader = new FlowReader(_bench.Store, _retention, [], _bench.Clock);
        _follower = new FlowFollower(_bench.Workspaces, reader, new LoopHealth(), _bench.Meters.Metrics, _bench.Clock, NullLogger<FlowFollower>.Instance);
        var opener = new FlowOpener(_bench.Workspaces, _bench.Receipts, _bench.Responder, _follower, _bench.SlackSettings, _metrics, _bench.Clock, _logs);
        _clicks = new FlowClicks(reader, opener, _key, _retention, _bench.Responder);
        _bench.Slack.Answer(Open, Ok);
        _bench.Slack.Answer(Update, Ok);
        _bench.Slack.Answer("views.push", Ok);
        await _bench.KeepRunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _follower.Dispose();
        _metrics.Dispose();
        await _bench.DisposeAsync();
    }

    [Fact]
    [Trait("Req", "VF-1")]
    [Trait("Req", "VF-9")]
    public async Task A_click_opens_the_modal_at_once_and_the_attempt_is_logged_and_counted()
    {
        using var opened = new Measured(_bench.Meters, "holdfast.modals.opened");
        using var duration = new Measured(_bench.Meters, "holdfast.modals.duration");
        using var looked = new Measured(_bench.Meters, "holdfast.flow.lookups");
        Assert.Equal(ItemOutcome.Answered, (await ClickAsync()).Outcome);

        var call = Assert.Single(_bench.Slack.Calls);
        var body = JsonDocument.Parse(call.Body).RootElement;
        Assert.Equal((Open, "trigger.1", FlowActions.ListView), (call.Method, body.GetProperty("trigger_id").GetString(), body.GetProperty("view").GetProperty("callback_id").GetString()));
        Assert.Equal(["method=views.open", "result=found"], [Assert.Single(opened.Values).Tags, Assert.Single(looked.Values).Tags]);
        Assert.Single(duration.Values);
        var line = Assert.Single(_logs.Lines).Text;
        Assert.All((string[])["trigger.1", "U1", "1700000002.000100", $"{System.Text.Encoding.UTF8.GetByteCount(call.Body)} bytes", "ok"], word => Assert.Contains(word, line, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Req", "VF-2")]
    public async Task Nothing_is_opened_before_the_acknowledgement_went_out()
    {
        var click = await OpenClickAsync(acknowledged: null);
        _bench.Receipts.Expect(click.Item.Id);
        var handling = _clicks.HandleAsync(click, CancellationToken.None).AsTask();
        await _bench.Clock.TimerSetAsync(TimeSpan.FromSeconds(3));
        Assert.Empty(_bench.Slack.Calls);
        _bench.Receipts.Sent(click.Item.Id, sent: true);
        await _bench.KeepAsync(handling);
        Assert.Equal(1, _bench.Slack.Count(Open));
    }

    [Fact]
    [Trait("Req", "VF-2")]
    [Trait("Req", "XP-3")]
    public async Task A_click_that_another_worker_has_just_taken_in_opens()
    {
        await _bench.HandleAsync(_clicks, await OpenClickAsync(acknowledged: null));
        Assert.Equal(1, _bench.Slack.Count(Open));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(null)]
    [Trait("Req", "VF-2")]
    [Trait("Req", "VF-4")]
    public async Task A_click_that_was_not_acknowledged_or_is_left_over_opens_nothing_and_its_person_is_told(bool? acknowledged)
    {
        var click = await OpenClickAsync(acknowledged);
        if (acknowledged is null)
            _bench.Clock.Advance(TimeSpan.FromSeconds(3));
        var transition = await _bench.HandleAsync(_clicks, click);
        Assert.Equal(ItemOutcome.Ignored("not acknowledged"), transition.Outcome);
        Assert.Equal(0, _bench.Slack.Count(Open));
        Assert.Equal(FlowWording.NotOpened, Assert.Single(_bench.Ephemerals));
    }

    [Fact]
    [Trait("Req", "VF-2")]
    public async Task An_acknowledgement_that_never_ends_is_not_waited_for_longer_than_a_trigger_lives()
    {
        var click = await OpenClickAsync(acknowledged: null);
        _bench.Receipts.Expect(click.Item.Id);
        var handling = _clicks.HandleAsync(click, CancellationToken.None).AsTask();
        await _bench.Clock.TimerSetAsync(TimeSpan.FromSeconds(3));
        _bench.Clock.Advance(TimeSpan.FromSeconds(3));
        await _bench.KeepAsync(handling);
        Assert.Equal(0, _bench.Slack.Count(Open));
        Assert.Single(_bench.Ephemerals);
    }

    [Fact]
    [Trait("Req", "VF-3")]
    [Trait("Req", "VF-9")]
    public async Task What_may_pass_is_tried_three_times_within_the_triggers_life()
    {
        using var attempts = new Measured(_bench.Meters, "holdfast.modals.attempts");
        using var failed = new Measured(_bench.Meters, "holdfast.modals.failed");
        _bench.Slack.AnswerInTurn(Open, "500", "500", Ok);
        var handling = ClickAsync();
        foreach (var wait in (double[])[0.5, 1])
        {
            await _bench.Clock.TimerSetAsync(TimeSpan.FromSeconds(wait));
            _bench.Clock.Advance(TimeSpan.FromSeconds(wait));
        }

        Assert.Equal(ItemOutcome.Answered, (await handling).Outcome);
        Assert.Equal((3, 3, 2), (_bench.Slack.Count(Open), attempts.Values.Count, failed.Values.Count));
        Assert.Equal("method=views.open error.type=http_500", failed.Values.First().Tags);
        Assert.Equal(3, _logs.Lines.Count);
        Assert.Equal(2, _logs.Lines.Count(line => line.Error is SlackException));
        Assert.Empty(_bench.Ephemerals);
    }

    [Theory]
    [InlineData("expired_trigger_id", "three seconds")]
    [InlineData("trigger_expired", "three seconds")]
    [InlineData("exchanged_trigger_id", "didn't accept this click")]
    [InlineData("invalid_arguments", "my mistake")]
    [InlineData("something_new", "didn't open")]
    [Trait("Req", "VF-3")]
    [Trait("Req", "VF-4")]
    public async Task What_cannot_heal_is_not_repeated_and_its_person_is_told_why(string error, string words)
    {
        _bench.Slack.Answer(Open, $$"""{"ok":false,"error":"{{error}}"}""");
        var transition = await ClickAsync();
        Assert.Equal(ItemOutcome.Ignored("the modal could not be opened"), transition.Outcome);
        Assert.Equal(1, _bench.Slack.Count(Open));
        Assert.Contains(words, Assert.Single(_bench.Ephemerals), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "VF-3")]
    public async Task A_wait_that_outlives_the_trigger_is_not_waited()
    {
        _bench.Slack.Answer(Open, """{"ok":false,"error":"ratelimited"}""", 429, "30");
        await ClickAsync();
        Assert.Equal(1, _bench.Slack.Count(Open));
        Assert.Contains("Too many windows", Assert.Single(_bench.Ephemerals), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "VF-3")]
    public async Task A_click_that_comes_into_hands_too_late_is_not_even_tried()
    {
        var click = await OpenClickAsync();
        _bench.Clock.Advance(TimeSpan.FromSeconds(4));
        await _bench.HandleAsync(_clicks, click);
        Assert.Equal(0, _bench.Slack.Count(Open));
        Assert.Contains("three seconds", Assert.Single(_bench.Ephemerals), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "VF-3")]
    public async Task An_exchanged_trigger_after_an_answer_that_was_lost_means_that_the_modal_is_open()
    {
        _bench.Slack.AnswerInTurn(Open, null, """{"ok":false,"error":"exchanged_trigger_id"}""");
        var handling = ClickAsync();
        await _bench.Clock.TimerSetAsync(TimeSpan.FromSeconds(0.5));
        _bench.Clock.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal(ItemOutcome.Answered, (await handling).Outcome);
        Assert.Empty(_bench.Ephemerals);
    }

    [Fact]
    [Trait("Req", "VF-3")]
    public async Task A_call_that_hangs_is_given_up_when_the_trigger_is_dead()
    {
        var release = new TaskCompletionSource();
        _bench.Slack.Answers[Open] = _ => release.Task;
        var handling = ClickAsync();
        await _bench.Slack.Called.AtLeastAsync(1);
        _bench.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(ItemOutcome.Ignored("the modal could not be opened"), (await handling).Outcome);
        release.SetResult();
        Assert.Single(_bench.Ephemerals);
    }

    [Fact]
    [Trait("Req", "VF-2")]
    public async Task While_the_store_is_slow_a_loading_view_is_opened_and_then_filled()
    {
        var handling = SlowClickAsync();
        await _store.LoadingAsync();
        Assert.Contains("Loading the details", _bench.Slack.Calls.Single().Body, StringComparison.Ordinal);
        _store.Release();
        Assert.Equal(ItemOutcome.Answered, (await handling).Outcome);
        var update = _bench.Slack.Calls.Single(call => call.Method == Update).Body;
        Assert.Contains("why?", update, StringComparison.Ordinal);
    }

    /// <summary>Its id was in the answer that was lost, so it must be found by one of ours.</summary>
    [Fact]
    [Trait("Req", "VF-4")]
    public async Task A_loading_view_whose_opening_ended_in_doubt_is_filled_all_the_same()
    {
        _bench.Slack.AnswerInTurn(Open, null, """{"ok":false,"error":"exchanged_trigger_id"}""");
        var handling = SlowClickAsync();
        await _store.LoadingAsync();
        await _bench.Clock.TimerSetAsync(TimeSpan.FromSeconds(0.5));
        _bench.Clock.Advance(TimeSpan.FromSeconds(0.5));
        _store.Release();
        await handling;
        var external = JsonDocument.Parse(_bench.Slack.Calls.First(call => call.Method == Open).Body).RootElement.GetProperty("view").GetProperty("external_id").GetString();
        var update = JsonDocument.Parse(_bench.Slack.Calls.Single(call => call.Method == Update).Body).RootElement;
        Assert.Equal(external, update.GetProperty("external_id").GetString());
        Assert.False(update.TryGetProperty("view_id", out _));
    }

    [Fact]
    [Trait("Req", "VF-4")]
    public async Task A_loading_view_does_not_stay_when_the_store_fails()
    {
        _store.Fail = new StoreException("The disk is gone.", isTransient: true);
        var handling = SlowClickAsync();
        await _store.LoadingAsync();
        _store.Release();
        await handling;
        Assert.Contains(FlowActions.MessageView, _bench.Slack.Calls.Single(call => call.Method == Update).Body, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "VF-4")]
    public async Task When_the_loading_view_cannot_be_filled_its_person_is_told()
    {
        _bench.Slack.Answer(Update, """{"ok":false,"error":"not_found"}""");
        var handling = SlowClickAsync();
        await _store.LoadingAsync();
        _store.Release();
        await handling;
        Assert.Single(_bench.Ephemerals);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Req", "VF-4")]
    [Trait("Req", "VF-5")]
    public async Task A_run_whose_time_is_over_is_said_to_be_exactly_that_swept_or_not(bool swept)
    {
        using var looked = new Measured(_bench.Meters, "holdfast.flow.lookups");
        _bench.Clock.Advance(TimeSpan.FromHours(1));
        if (swept)
            await _bench.Memory.SweepAsync(new SweepCutoffs(default, _bench.Clock.GetUtcNow() + TimeSpan.FromTicks(1), default, default, 10), CancellationToken.None);
        await ClickAsync();
        Assert.Equal(FlowWording.Expired, Assert.Single(_bench.Ephemerals));
        Assert.Equal("result=expired", Assert.Single(looked.Values).Tags);
        Assert.Equal(0, _bench.Slack.Count(Open));
    }

    [Theory]
    [InlineData("""{"container":{"type":"message","message_ts":"1.1","channel_id":"C2"}}""")]
    [InlineData("""{"team":{"id":"T2"}}""")]
    [Trait("Req", "SE-5")]
    public async Task A_click_from_elsewhere_learns_nothing_of_the_run(string change)
    {
        await _bench.HandleAsync(_clicks, await _bench.ClickAsync(FlowActions.Open, _bench.Run.Id.ToString(), change));

        // The same that is told of a run that is not kept any more: not even that there is one.
        Assert.Equal(FlowWording.Expired, Assert.Single(_bench.Ephemerals));
        Assert.Equal(0, _bench.Slack.Count(Open));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("")]
    [Trait("Req", "SE-3")]
    public async Task A_button_that_names_no_run_finds_none(string value)
    {
        await _bench.HandleAsync(_clicks, await _bench.ClickAsync(FlowActions.Open, value));
        Assert.Equal(FlowWording.NotFound, Assert.Single(_bench.Ephemerals));
    }

    [Theory]
    [InlineData("U1", true)]
    [InlineData("U2", false)]
    [Trait("Req", "SE-5")]
    public async Task A_views_state_is_worth_something_to_its_viewer_only(string user, bool isShown)
    {
        await _bench.HandleAsync(_clicks, await _bench.ClickInViewAsync(FlowActions.Refresh, "0", State(), user));
        var update = Assert.Single(_bench.Slack.Calls);
        Assert.Equal(Update, update.Method);
        Assert.Equal(isShown, update.Body.Contains("why?", StringComparison.Ordinal));
        if (!isShown)
            Assert.Contains("out of date", update.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FlowActions.Refresh)]
    [InlineData(FlowActions.Step)]
    [InlineData(FlowActions.Retention)]
    [Trait("Req", "SE-3")]
    public async Task A_state_that_was_tampered_with_shows_and_changes_nothing(string action)
    {
        var state = State();
        var tampered = state[..10] + (state[10] == 'A' ? 'B' : 'A') + state[11..];
        await _bench.HandleAsync(_clicks, await _bench.ClickInViewAsync(action, "86400", tampered));
        Assert.DoesNotContain(_bench.Slack.Calls, call => call.Body.Contains("why?", StringComparison.Ordinal) || call.Body.Contains("found", StringComparison.Ordinal));
        Assert.Null(await _bench.Memory.GetValueAsync(RunRecords.Retention("T1", "U1"), CancellationToken.None));
    }

    [Fact]
    [Trait("Req", "VF-7")]
    public async Task A_step_opens_in_a_view_of_its_own()
    {
        await _bench.HandleAsync(_clicks, await _bench.ClickInViewAsync(FlowActions.Step, "2", State()));
        var push = Assert.Single(_bench.Slack.Calls);
        Assert.Equal("views.push", push.Method);
        Assert.Contains("found 2", push.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("U1", "604800", true)]
    [InlineData("U2", "604800", false)]
    [InlineData("U1", "604801", false)]
    [InlineData("U1", "-1", false)]
    [Trait("Req", "VF-6")]
    public async Task The_choice_how_long_changes_the_preference_and_this_run_for_its_owner_only(string user, string seconds, bool isKept)
    {
        await _bench.HandleAsync(_clicks, await _bench.ClickInViewAsync(FlowActions.Retention, seconds, State(user), user));
        Assert.Equal(isKept ? seconds : null, await _bench.Memory.GetValueAsync(RunRecords.Retention("T1", user), CancellationToken.None));
        var run = await _bench.Memory.GetRunAsync(_bench.Run.Id, CancellationToken.None);
        Assert.Equal(_bench.Run.EndedAt + (isKept ? TimeSpan.FromDays(7) : TimeSpan.FromHours(1)), run!.ExpiresAt);
        Assert.Equal(isKept ? TimeSpan.FromDays(7) : TimeSpan.FromHours(1), await _retention.GetAsync("T1", user, CancellationToken.None));
    }

    /// <summary>An operator's replay takes it up again between reading it and writing the choice; it used to be written back as it was read.</summary>
    [Fact]
    [Trait("Req", "VF-6")]
    public async Task A_run_that_begins_anew_while_its_time_is_chosen_goes_on_as_it_is()
    {
        var running = _bench.Run with { Status = RunStatus.Running, EndedAt = null, ExpiresAt = null, Starts = 2 };
        _bench.Store.Committing = async _ =>
        {
            _bench.Store.Committing = null;
            await _bench.CommitAsync(claim => new Transition { Claim = claim, Outcome = ItemOutcome.Answered, Run = running });
        };
        await _bench.HandleAsync(_clicks, await _bench.ClickInViewAsync(FlowActions.Retention, "604800", State()));
        Assert.Equal(running, await _bench.Memory.GetRunAsync(_bench.Run.Id, CancellationToken.None));
        Assert.Equal("604800", await _bench.Memory.GetValueAsync(RunRecords.Retention("T1", "U1"), CancellationToken.None));
    }

    [Fact]
    [Trait("Req", "VF-8")]
    public async Task Two_hundred_clicks_at_once_open_two_hundred_modals()
    {
        var clicks = new List<Interaction>();
        for (var i = 0; i < 200; i++)
            clicks.Add(await OpenClickAsync());
        await Task.WhenAll(clicks.Select(click => _clicks.HandleAsync(click, CancellationToken.None).AsTask())).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(200, _bench.Slack.Count(Open));
        Assert.Empty(_bench.Ephemerals);
    }

    private string State(string user = "U1") => FlowState.Signer.FromSecret("xoxb-1").Write(new FlowState(_bench.Run.Id), new TeamId("T1"), new UserId(user));

    private Task<Interaction> OpenClickAsync(bool? acknowledged = true) => _bench.ClickAsync(FlowActions.Open, _bench.Run.Id.ToString(), acknowledged: acknowledged);

    private async Task<Transition> ClickAsync() => await _bench.HandleAsync(_clicks, await OpenClickAsync());

    private async Task<Transition> SlowClickAsync()
    {
        _bench.Store.RunRead = _store.ReadAsync;
        return await ClickAsync();
    }

    /// <summary>A store that takes its time.</summary>
    private sealed class SlowStore(ClickBench bench)
    {
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Exception? Fail { get; set; }

        public async Task ReadAsync()
        {
            await _released.Task;
            if (Fail is not null)
                throw Fail;
        }

        public void Release() => _released.SetResult();

        /// <summary>The patience of the opener is over, and it calls Slack.</summary>
        public async Task LoadingAsync()
        {
            await bench.Clock.TimerSetAsync(TimeSpan.FromMilliseconds(700));
            bench.Clock.Advance(TimeSpan.FromMilliseconds(700));
            await bench.Slack.Called.AtLeastAsync(1);
        }
    }
}
