using Holdfast.Commands;
using Holdfast.Interactions;
using Holdfast.Lanes;
using Holdfast.Operators;
using Holdfast.Runs;
using Holdfast.Settings;
using Holdfast.Storage;
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
    private OperatorDesk _desk = null!;
    private HoldfastCommand _command = null!;

    private static CancellationToken None => CancellationToken.None;

    public async ValueTask InitializeAsync()
    {
        _bench = await ClickBench.StartAsync();
        _pause = new PauseSwitch(_bench.Store, _bench.Clock, NullLogger<PauseSwitch>.Instance);
        _desk = new OperatorDesk(_pause, Options.Create(_operators));
        ISubcommand[] subcommands =
        [
            new StatusCommand(_bench.Store, _pause, _bench.Clock), new PauseCommand(_pause), new ResumeCommand(_pause), new RunsCommand(_bench.Store, _bench.Clock),
            new ApprovalsCommand(_bench.Store),
        ];
        _command = new HoldfastCommand(subcommands, _desk, _bench.Responder);
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
        Assert.NotNull(await _bench.Memory.GetSettingAsync(SettingKeys.Pause, None));

        using var restarted = new PauseSwitch(_bench.Store, _bench.Clock, NullLogger<PauseSwitch>.Instance);
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
        Assert.Null(await _bench.Memory.GetSettingAsync(SettingKeys.Pause, None));
        Assert.Collection(
            _bench.Told,
            first => Assert.Contains("Paused.", first, StringComparison.Ordinal),
            second => Assert.Contains("already, by <@U1>", second, StringComparison.Ordinal),
            third => Assert.Contains("I go on", third, StringComparison.Ordinal),
            fourth => Assert.Contains("not paused", fourth, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pause_that_cannot_be_kept_is_none()
    {
        _bench.Store.FailCommit = _ => new StoreException("full", isTransient: true);
        await Assert.ThrowsAsync<StoreException>(() => SayAsync("pause"));
        Assert.Null(_pause.Gate.ClosedBecause);
        _bench.Store.FailCommit = null;
        await SayAsync("pause");
        Assert.NotNull(_pause.Gate.ClosedBecause);
    }

    /// <summary>While the one is on its way to the disk the other comes: what is kept and what is done agree in the end.</summary>
    [Fact]
    public async Task Orders_that_cross_leave_what_is_kept_and_what_is_done_the_same()
    {
        var resume = await _bench.WorkAsync("aside", []);
        Task<bool>? resuming = null;
        _bench.Store.FailCommit = _ =>
        {
            resuming ??= Task.Run(() => _pause.SetAsync(resume, isPaused: false, "U2", None).AsTask());
            return null;
        };
        await SayAsync("pause");
        await resuming!.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(await _bench.Memory.GetSettingAsync(SettingKeys.Pause, None) is not null, _pause.Gate.ClosedBecause is not null);
        Assert.Null(_pause.State);
    }

    [Fact]
    public async Task An_order_from_the_servers_own_machine_counts()
    {
        await OrderAsync(OperatorOrders.Pause);
        Assert.Equal("paused by console", _pause.Gate.ClosedBecause);
        await OrderAsync(OperatorOrders.Resume);
        Assert.Null(_pause.Gate.ClosedBecause);
    }

    [Theory]
    [InlineData("pause")]
    [InlineData("resume")]
    [InlineData("status")]
    [InlineData("approvals")]
    public async Task Who_is_no_operator_is_told_so_and_nothing_happens(string word)
    {
        Assert.Equal(ItemOutcome.Ignored("not an operator"), (await SayAsync(word, "U9")).Outcome);
        Assert.Contains("only operators", Assert.Single(_bench.Told), StringComparison.Ordinal);
        Assert.Null(_pause.State);
    }

    [Theory]
    [InlineData("U1", true)]
    [InlineData("U9", false)]
    public async Task The_help_lists_what_this_person_can_use(string user, bool withPause)
    {
        await SayAsync("", user);
        var help = Assert.Single(_bench.Told);
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
        var told = Assert.Single(_bench.Told);
        Assert.Contains("I do not know", told, StringComparison.Ordinal);
        Assert.DoesNotContain('<', told);
        Assert.DoesNotContain(told, character => char.IsControl(character) && character != '\n' || character == '\u202E');
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_text_of_any_length_is_cut_short_in_the_answer(bool isOneWord)
    {
        await SayAsync(isOneWord ? new string('x', 100_000) : string.Join(' ', Enumerable.Repeat("word", 20_000)));
        Assert.InRange(Assert.Single(_bench.Told).Length, 1, 2_000);
    }

    [Fact]
    [Trait("Req", "SE-5")]
    public async Task The_runs_of_this_channel_are_listed_without_what_is_over_and_without_markup()
    {
        await _bench.KeepRunAsync(run => run with { Question = "<!channel> a\n`b`" + new string('x', 5_000) });
        await _bench.KeepRunAsync(run => run with { Question = "elsewhere", Conversation = "T1/C2/1.1" });
        await _bench.KeepRunAsync(run => run with { Question = "over", ExpiresAt = _bench.Clock.GetUtcNow() });
        await SayAsync("runs", "U9");
        var told = Assert.Single(_bench.Told);
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
        Assert.Contains("messages: 0 under way, 1 wait, the oldest for 7 s", Assert.Single(_bench.Told), StringComparison.Ordinal);
    }

    private async Task<Transition> SayAsync(string text, string user = "U1") => await _bench.HandleAsync(_command, await _bench.CommandAsync(text, user));

    private async Task OrderAsync(string order)
    {
        var item = new OperatorOrders(order, "console").ToItem(_bench.Clock);
        Assert.Equal(PauseSwitch.Lane, item.Lane);
        await _bench.KeepAsync(_desk.HandleAsync(await _bench.WorkAsync(item.Kind, item.Payload.ToArray()), None).AsTask());
    }
}
