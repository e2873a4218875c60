using Holdfast.Items;
using Holdfast.Operators;
using Holdfast.Workspaces;

namespace Holdfast.Tests.Workspaces;

/// <summary>One server, two workspaces: what is one's own touches nothing of the other's.</summary>
[Trait("Req", "SE-5")]
public sealed class TwoWorkspacesTests : IAsyncLifetime
{
    private const string Here = "T1";
    private const string There = "T2";

    private TwoWorkspaces _bench = null!;

    private static CancellationToken None => CancellationToken.None;

    public async ValueTask InitializeAsync() => _bench = await TwoWorkspaces.StartAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Each_is_answered_with_its_own_token_and_each_bot_knows_its_own_name()
    {
        await _bench.SayAsync(Here, "<@UBOT> one");
        await _bench.SayAsync(There, "<@UBOT2> two");
        var strangers = (string[])[await _bench.SayAsync(Here, "<@UBOT2> three"), await _bench.SayAsync(There, "<@UBOT> four")];
        await _bench.SayAsync(There, "<@UBOT2> five");

        Assert.Equal([("xoxb-1", "echo one"), ("xoxb-2", "echo five"), ("xoxb-2", "echo two")], (await _bench.SaidAsync(3)).Order());
        Assert.All(strangers, id => Assert.Equal(Settlement.Ignored("not addressed to the app"), _bench.Memory.Settlements[$"event:{id}"]));
    }

    [Fact]
    public async Task What_the_one_bot_writes_is_its_own_message_and_the_other_ones_is_an_apps()
    {
        var own = await _bench.HappensAsync(There, """{"bot_id":"BBOT2","user":"UBOT2","text":"<@UBOT2> hi"}""");
        var others = await _bench.HappensAsync(There, """{"bot_id":"BBOT","user":"UBOT","text":"<@UBOT2> hi"}""");
        Assert.Equal(Settlement.Ignored("own message"), _bench.Memory.Settlements[$"event:{own}"]);
        Assert.Equal(Settlement.Ignored("from a bot"), _bench.Memory.Settlements[$"event:{others}"]);
    }

    [Fact]
    public async Task What_is_of_a_workspace_that_the_app_is_not_installed_in_is_ignored_with_a_reason()
    {
        var id = await _bench.SayAsync("T3", "<@UBOT> hi");
        Assert.Equal(Settlement.Ignored("another workspace"), _bench.Memory.Settlements[$"event:{id}"]);
    }

    [Fact]
    [Trait("Req", "RS-4")]
    public async Task A_workspace_that_takes_the_rights_away_leaves_the_other_answering_and_is_answered_when_they_are_back()
    {
        await _bench.HappensAsync(There, """{"type":"app_uninstalled"}""");
        Assert.Equal(["T2"], _bench.Revocation.States.Keys.Select(team => team.Value));
        await _bench.SayAsync(There, "<@UBOT2> kept");
        await _bench.SayAsync(Here, "<@UBOT> one");
        Assert.Equal([("xoxb-1", "echo one")], await _bench.SaidAsync(1));
        Assert.Equal(1, await _bench.WaitingAsync());

        _bench.Slack.Answer("auth.test", """{"ok":true,"team_id":"T2","user_id":"UBOT2"}""");
        await _bench.Clock.TimerSetAsync(TokenWatch.Interval);
        _bench.Clock.Advance(TokenWatch.Interval);
        Assert.Equal([("xoxb-1", "echo one"), ("xoxb-2", "echo kept")], await _bench.SaidAsync(2));
        Assert.Equal("Bearer xoxb-2", Assert.Single(_bench.Slack.Calls, call => call.Method == "auth.test").Authorization);
        Assert.Empty(_bench.Revocation.States);
    }

    [Fact]
    [Trait("Req", "RS-17")]
    public async Task A_pause_in_one_workspace_pauses_no_other_and_ends_by_itself()
    {
        await _bench.CommandAsync(Here, "U1", "pause");
        Assert.Contains("Paused", Assert.Single(await _bench.SaidAsync(1, "chat.postEphemeral")).Text, StringComparison.Ordinal);
        await _bench.UntilAsync(() => _bench.Pause.Gate.ReasonAgainst(Here) is not null);
        await _bench.SayAsync(Here, "<@UBOT> kept");
        await _bench.SayAsync(There, "<@UBOT2> two");
        Assert.Equal([("xoxb-2", "echo two")], await _bench.SaidAsync(1));
        Assert.Equal(1, await _bench.WaitingAsync());

        // A server that starts then knows it.
        using var restarted = new PauseSwitch(_bench.Store, _bench.Workspaces, _bench.Clock, new RecordedLogs<PauseSwitch>());
        await restarted.RestoreAsync(None);
        Assert.Equal(("paused by U1", null), (restarted.Gate.ReasonAgainst(Here), restarted.Gate.ReasonAgainst(There)));

        await _bench.CommandAsync(Here, "U1", "resume");
        Assert.Equal([("xoxb-2", "echo two"), ("xoxb-1", "echo kept")], await _bench.SaidAsync(2));
    }

    [Fact]
    [Trait("Req", "RS-17")]
    public async Task What_the_servers_operator_pauses_is_paused_everywhere_until_it_is_resumed_there()
    {
        await _bench.OrderAsync(OperatorOrders.Pause, There);
        await _bench.OrderAsync(OperatorOrders.Pause);
        await _bench.CommandAsync(Here, "U1", "resume");
        Assert.Contains("Already paused by the console", Assert.Single(await _bench.SaidAsync(1, "chat.postEphemeral")).Text, StringComparison.Ordinal);
        await _bench.SayAsync(Here, "<@UBOT> one");
        await _bench.SayAsync(There, "<@UBOT2> two");
        Assert.Equal(2, await _bench.WaitingAsync());

        await _bench.OrderAsync(OperatorOrders.Resume);
        Assert.Equal([("xoxb-1", "echo one"), ("xoxb-2", "echo two")], (await _bench.SaidAsync(2)).Order());
    }

    /// <summary>The configuration names people without their workspace, and means the one that it speaks of.</summary>
    [Fact]
    public async Task An_operator_of_the_one_is_none_in_the_other()
    {
        await _bench.CommandAsync(There, "U1", "pause");
        var (token, text) = Assert.Single(await _bench.SaidAsync(1, "chat.postEphemeral"));
        Assert.Equal("xoxb-2", token);
        Assert.Equal("Only operators can use `pause`.", text);
        Assert.Null(await _bench.Pause.ReadAsync(TwoWorkspaces.Other.Team, None));
    }

    [Fact]
    public async Task A_token_that_is_replaced_is_used_from_the_next_call_on()
    {
        await _bench.SayAsync(There, "<@UBOT2> one");
        await _bench.SaidAsync(1);
        _bench.Workspaces.Tokens[TwoWorkspaces.Other.Team] = "xoxb-22";
        await _bench.SayAsync(There, "<@UBOT2> two");
        Assert.Equal([("xoxb-2", "echo one"), ("xoxb-22", "echo two")], await _bench.SaidAsync(2));
    }

    [Fact]
    public async Task What_waits_for_a_workspace_that_is_gone_comes_to_an_end_with_a_reason()
    {
        await _bench.OrderAsync(OperatorOrders.Pause, There);
        await _bench.SayAsync(There, "<@UBOT2> kept");
        _bench.Workspaces.Remove(TwoWorkspaces.Other.Team);
        await _bench.OrderAsync(OperatorOrders.Resume, There);
        await _bench.UntilAsync(() => EndOf("message:T2/C1/") is not null);
        Assert.Equal(Settlement.Ignored("another workspace"), EndOf("message:T2/C1/"));
    }

    private Settlement? EndOf(string key) => _bench.Memory.Settlements.Single(receipt => receipt.Key.StartsWith(key, StringComparison.Ordinal)).Value;
}
