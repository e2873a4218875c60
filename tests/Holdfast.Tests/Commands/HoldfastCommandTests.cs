using Holdfast.Agents;
using Holdfast.Approvals;
using Holdfast.Commands;
using Holdfast.Diagnostics;
using Holdfast.Items;
using Holdfast.Jobs;
using Holdfast.Lanes;
using Holdfast.Operators;
using Holdfast.Records;
using Holdfast.Runs;
using Holdfast.Storage;
using Holdfast.Testing.Storage;
using Holdfast.Tests.Approvals;
using Holdfast.Tests.Interactions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Holdfast.Tests.Commands;

[Trait("Req", "RS-17")]
public sealed class HoldfastCommandTests : IAsyncLifetime
{
    private readonly OperatorOptions _operators = new() { Users = { "U1" } };
    private ClickBench _bench = null!;
    private PauseSwitch _pause = null!;
    private OrderExecutor _orders = null!;
    private HoldfastCommand _command = null!;

    private static CancellationToken None => CancellationToken.None;

    public async ValueTask InitializeAsync()
    {
        _bench = await ClickBench.StartAsync();
        _pause = new PauseSwitch(_bench.Store, _bench.Workspaces, _bench.Clock, NullLogger<PauseSwitch>.Instance);
        _orders = new OrderExecutor(_pause, new OrderWaits(), _bench.Clock);
        var operators = new OperatorList(_bench.Workspaces, Options.Create(_operators));
        ISubcommand[] subcommands =
        [
            new StatusCommand(_bench.Store, _pause, Figures(_bench.Store), _bench.Clock), new PauseCommand(_bench.Clock), new ResumeCommand(_bench.Clock), new RunsCommand(_bench.Store, _bench.Clock),
            new ApprovalsCommand(_bench.Store, TestApprovals.Grants(_bench.Store, new ApprovalOptions(), _bench.Clock), _bench.Clock, NullLogger<ApprovalsCommand>.Instance),
            new JobsCommand(_bench.Store, new JobCanceller(_bench.Store, new WorkStops(), operators, _bench.Responder, _bench.Clock, NullLogger<JobCanceller>.Instance), _bench.Clock),
        ];
        _command = new HoldfastCommand(subcommands, operators, _bench.Responder);
    }

    public async ValueTask DisposeAsync()
    {
        _pause.Dispose();
        await _bench.DisposeAsync();
    }

    [Theory]
    [InlineData("pause")]
    [InlineData("  PAUSE  ")]
    [InlineData("\"pause\"")]
    [InlineData("“pause” now")]
    [InlineData("pause\u00A0please")]
    [InlineData("`pause`")]
    public async Task An_operator_pauses_durably_and_a_server_that_starts_then_stays_paused(string text)
    {
        await SayAsync(text);
        Assert.Equal("paused by U1", _pause.Gate.ClosedBecause);
        Assert.NotNull(await _bench.Memory.GetValueAsync(PauseSwitch.Key, None));

        using var restarted = new PauseSwitch(_bench.Store, _bench.Workspaces, _bench.Clock, NullLogger<PauseSwitch>.Instance);
        await new PauseRestore(restarted).StartAsync(None);
        Assert.Equal((_pause.State, "paused by U1"), (restarted.State, restarted.Gate.ClosedBecause));
    }

    [Fact]
    public async Task A_server_that_was_not_paused_starts_at_work()
    {
        await _pause.RestoreAsync(None);
        Assert.Null(_pause.Gate.ClosedBecause);
    }

    [Fact]
    public async Task Pausing_twice_says_who_was_first_and_resuming_goes_on()
    {
        _operators.Users.Add("U2");
        await SayAsync("pause");
        await SayAsync("pause", "U2");
        await SayAsync("resume", "U2");
        await SayAsync("resume", "U2");
        Assert.Null(_pause.Gate.ClosedBecause);
        Assert.Null(await _bench.Memory.GetValueAsync(PauseSwitch.Key, None));
        Assert.Collection(
            _bench.Ephemerals,
            first => Assert.Contains("Paused.", first, StringComparison.Ordinal),
            second => Assert.Contains("Already paused by <@U1>", second, StringComparison.Ordinal),
            third => Assert.Contains("I'm back", third, StringComparison.Ordinal),
            fourth => Assert.Contains("I wasn't paused", fourth, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pause_that_cannot_be_kept_is_none()
    {
        _bench.Store.FailCommit = transition => transition.Records.Count > 0 ? new StoreException("full", isTransient: true) : null;
        await Assert.ThrowsAsync<StoreException>(() => SayAsync("pause"));
        Assert.Null(_pause.Gate.ClosedBecause);
        _bench.Store.FailCommit = null;
        await SayAsync("pause");
        Assert.NotNull(_pause.Gate.ClosedBecause);
    }

    /// <summary>While the one is on its way to the disk this worker hears of the other: what is kept and what is done agree in the end.</summary>
    [Fact]
    public async Task What_is_heard_from_another_worker_while_an_order_is_carried_out_leaves_what_is_kept_and_what_is_done_the_same()
    {
        Task? following = null;
        _bench.Store.FailCommit = _ =>
        {
            following ??= Task.Run(() => _pause.FollowAsync(None));
            return null;
        };
        await SayAsync("pause");
        await following!.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.NotNull(await _bench.Memory.GetValueAsync(PauseSwitch.Key, None));
        Assert.Equal("paused by U1", _pause.Gate.ClosedBecause);
    }

    /// <summary>The other worker has not heard yet. It used to say that it was so already, and left it as it was.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_order_goes_by_what_is_kept_and_not_by_what_a_worker_last_heard(bool isConsole)
    {
        using var elsewhere = new PauseSwitch(_bench.Store, _bench.Workspaces, _bench.Clock, NullLogger<PauseSwitch>.Instance);
        var desk = new OrderExecutor(elsewhere, new OrderWaits(), _bench.Clock);
        await SayAsync("pause");
        await GiveAsync("resume");
        Assert.Null(await _bench.Memory.GetValueAsync(PauseSwitch.Key, None));
        Assert.NotNull(_pause.State);

        // This one has not heard of the resume, and is to pause.
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await GiveAsync("pause", _orders);
        Assert.Equal(new PauseState(isConsole ? "console" : "U1", _bench.Clock.GetUtcNow()), await elsewhere.ReadAsync(team: null, None));
        Assert.Equal(_pause.State, await elsewhere.ReadAsync(team: null, None));
        Assert.DoesNotContain(_bench.Ephemerals, text => text.Contains("Already", StringComparison.Ordinal) || text.Contains("wasn't paused", StringComparison.Ordinal));

        async Task GiveAsync(string order, OrderExecutor? by = null)
        {
            if (isConsole)
                await _bench.Memory.AppendAsync([new OperatorOrders(order, "console").ToItem(_bench.Clock)], None);
            else
                await _bench.HandleAsync(_command, await _bench.CommandAsync(order));
            Assert.Single(await _bench.DrainAsync(LaneQueue.Orders, by ?? desk));
            await _bench.TellAsync();
        }
    }

    [Fact]
    public async Task An_order_is_kept_also_where_it_was_so_already_and_says_since_when()
    {
        await SayAsync("pause");
        var before = await _bench.Memory.GetValueAsync(PauseSwitch.Key, None);
        _bench.Clock.Advance(TimeSpan.FromHours(1));
        _bench.Store.Kept.Clear();
        await SayAsync("pause");
        Assert.Equal(before, Assert.Single(_bench.Store.Kept.SelectMany(transition => transition.Records)).Value);
        Assert.Equal(before, await _bench.Memory.GetValueAsync(PauseSwitch.Key, None));
    }

    [Fact]
    [Trait("Req", "XP-8")]
    public async Task An_order_that_comes_round_again_after_a_crash_is_answered_once_and_as_what_it_did()
    {
        await _bench.HandleAsync(_command, await _bench.CommandAsync("pause"));
        _bench.Store.FailCommit = transition => transition.Outcome is ItemOutcome.Keep ? null : new StoreException("gone", isTransient: true);
        var claim = Assert.Single(await _bench.Memory.ClaimAsync(LaneQueue.Orders, new WorkerId("dies"), 1, TimeSpan.FromSeconds(1), None));
        await _orders.HandleAsync(new LaneWork(claim, _bench.Store), None);
        _bench.Store.FailCommit = null;
        _bench.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Single(await _bench.DrainAsync(LaneQueue.Orders, _orders));
        await _bench.TellAsync();
        Assert.Contains("Paused.", Assert.Single(_bench.Ephemerals), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_from_the_servers_own_machine_counts_and_is_waited_for()
    {
        var waits = new OrderWaits();
        var desk = new OrderExecutor(_pause, waits, _bench.Clock);
        foreach (var (order, wasSo) in ((string, bool)[])[(OperatorOrders.Resume, true), (OperatorOrders.Pause, false), (OperatorOrders.Pause, true), (OperatorOrders.Resume, false)])
        {
            var item = new OperatorOrders(order, "console").ToItem(_bench.Clock);
            Assert.Equal((LaneQueue.Orders, PauseSwitch.Lane), (item.Queue, item.Lane));
            var waiting = waits.CarryOutAsync(item.Id, async () => await _bench.Memory.AppendAsync([item], None), None);
            Assert.False(waiting.IsCompleted);
            await _bench.DrainAsync(LaneQueue.Orders, desk);
            Assert.Equal(wasSo, (await waiting.WaitAsync(TimeSpan.FromSeconds(60))).WasSo);
            Assert.Equal(order == OperatorOrders.Pause ? "paused by console" : null, _pause.Gate.ClosedBecause);
        }
    }

    [Fact]
    public async Task An_order_that_is_not_known_here_changes_nothing()
    {
        await SayAsync("pause");
        await _bench.Memory.AppendAsync([new OperatorOrders("self-destruct", "console").ToItem(_bench.Clock)], None);
        await Assert.ThrowsAsync<NotSupportedException>(() => _bench.DrainAsync(LaneQueue.Orders, _orders));
        Assert.NotNull(_pause.Gate.ClosedBecause);
    }

    [Theory]
    [InlineData("pause")]
    [InlineData("resume")]
    [InlineData("status")]
    [InlineData("approvals")]
    public async Task Who_is_no_operator_is_told_so_and_nothing_happens(string word)
    {
        Assert.Equal(ItemOutcome.Ignored("not an operator"), (await SayAsync(word, "U9")).Outcome);
        Assert.Contains("Only operators can use", Assert.Single(_bench.Ephemerals), StringComparison.Ordinal);
        Assert.Null(_pause.State);
    }

    [Theory]
    [InlineData("U1", true)]
    [InlineData("U9", false)]
    public async Task The_help_lists_what_this_person_can_use(string user, bool withPause)
    {
        await SayAsync("", user);
        var help = Assert.Single(_bench.Ephemerals);
        Assert.Contains("/holdfast runs", help, StringComparison.Ordinal);
        Assert.Equal(withPause, help.Contains("/holdfast pause", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<!channel>")]
    [InlineData("<@U7>")]
    [InlineData("`<https://evil.example|pause>`")]
    [InlineData("pa\u0000use\u202E\u0007")]
    [InlineData("\uD800")]
    [Trait("Req", "SE-3")]
    public async Task An_unknown_word_is_shown_as_it_is_and_does_nothing(string word)
    {
        Assert.Equal(ItemOutcome.Ignored("unknown subcommand"), (await SayAsync(word)).Outcome);
        var told = Assert.Single(_bench.Ephemerals);
        Assert.Contains("There's no `/holdfast", told, StringComparison.Ordinal);
        Assert.DoesNotContain('<', told);
        Assert.DoesNotContain(told, character => char.IsControl(character) && character != '\n' || character == '\u202E');
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_text_of_any_length_is_cut_short_in_the_answer(bool isOneWord)
    {
        await SayAsync(isOneWord ? new string('x', 100_000) : string.Join(' ', Enumerable.Repeat("word", 20_000)));
        Assert.InRange(Assert.Single(_bench.Ephemerals).Length, 1, 2_000);
    }

    [Fact]
    [Trait("Req", "SE-5")]
    public async Task The_runs_of_this_channel_are_listed_without_what_is_over_and_without_markup()
    {
        await _bench.KeepRunAsync(run => run with { Question = new MessageContent("<!channel> a\n`b`" + new string('x', 5_000)) });
        await _bench.KeepRunAsync(run => run with { Question = new MessageContent("elsewhere"), Conversation = "T1/C2/1.1" });
        await _bench.KeepRunAsync(run => run with { Question = new MessageContent("over"), ExpiresAt = _bench.Clock.GetUtcNow() });
        await SayAsync("runs", "U9");
        var told = Assert.Single(_bench.Ephemerals);
        Assert.Contains("&lt;!channel&gt; a 'b'", told, StringComparison.Ordinal);
        Assert.DoesNotContain("elsewhere", told, StringComparison.Ordinal);
        Assert.DoesNotContain("over", told, StringComparison.Ordinal);
        Assert.InRange(told.Length, 1, 1_000);
    }

    [Fact]
    public async Task The_status_counts_what_waits()
    {
        await _bench.Memory.AppendAsync([Testing.Storage.Appends.Item(_bench.Clock, "a", "x")], None);
        _bench.Clock.Advance(TimeSpan.FromSeconds(7));
        await SayAsync("status");
        Assert.Contains("• messages: 1 waiting, oldest 7.0 s ago", Assert.Single(_bench.Ephemerals), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "SE-5")]
    public async Task Nothing_of_another_workspace_is_listed_counted_or_cancelled()
    {
        var (mine, theirs, alike) = (Job("T1/C1/1.1", "mine"), Job("T2/C1/1.1", "theirs"), Job("T10/C1/1.1", "alike"));
        await _bench.CommitAsync(claim => new Transition
        {
            Claim = claim, Outcome = ItemOutcome.Answered, Records =
            [
                mine.ToRecord(), theirs.ToRecord(), alike.ToRecord(),
                Approval("T1/C1/1.1", "mine").ToRecord(), Approval("T2/C1/1.1", "theirs").ToRecord(), Approval("T10/C1/1.1", "alike").ToRecord(),
            ],
        });
        foreach (var text in (string[])["jobs", "approvals", "status", $"jobs cancel {theirs.Id}", $"jobs cancel {alike.Id}"])
            await SayAsync(text);
        Assert.Equal(5, _bench.Ephemerals.Count());
        Assert.DoesNotContain(_bench.Ephemerals, text => text.Contains("theirs", StringComparison.Ordinal) || text.Contains("alike", StringComparison.Ordinal));
        Assert.Equal(2, _bench.Ephemerals.Count(text => text.Contains("mine", StringComparison.Ordinal)));
        Assert.Equal(2, _bench.Ephemerals.Count(text => text.Contains("couldn't find that job", StringComparison.Ordinal)));
        Assert.Single(_bench.Ephemerals, text => text.Contains("1 approval waiting", StringComparison.Ordinal) && text.Contains("1 job running or queued", StringComparison.Ordinal));
        Assert.Null(await JobRecords.Cancellations.FindAsync(_bench.Memory, theirs.Id, None));
    }

    private Job Job(string conversation, string shown) => new()
    {
        Id = ItemId.New(_bench.Clock), Run = ItemId.New(_bench.Clock), Conversation = conversation, RequestedBy = "U5", Tool = "exec", Shown = shown, Order = "{}",
        Status = JobStatus.Queued, CreatedAt = _bench.Clock.GetUtcNow(), Notice = ItemId.New(_bench.Clock),
    };

    private Approval Approval(string conversation, string shown) => new()
    {
        Id = ItemId.New(_bench.Clock), Run = ItemId.New(_bench.Clock), CallId = "c1", Conversation = conversation, RequestedBy = "U5", Tool = "exec", Shown = shown,
        Status = ApprovalStatus.Pending, CreatedAt = _bench.Clock.GetUtcNow(), ExpiresAt = _bench.Clock.GetUtcNow() + TimeSpan.FromHours(1), Card = ItemId.New(_bench.Clock),
    };

    /// <summary>A command, the order that it gives, and its answer.</summary>
    private async Task<Transition> SayAsync(string text, string user = "U1")
    {
        var transition = await _bench.HandleAsync(_command, await _bench.CommandAsync(text, user));
        await _bench.DrainAsync(LaneQueue.Orders, _orders);
        await _bench.TellAsync();
        return transition;
    }

    private static WaitingFigure[] Figures(IRecordReader records) =>
    [
        new("approvals", "approval", "waiting for a decision", (team, cancellation) => records.CountPendingApprovalsAsync(team, cancellation)),
        new("jobs", "job", "running or queued", (team, cancellation) => records.CountOpenJobsAsync(team, cancellation)),
    ];
}
