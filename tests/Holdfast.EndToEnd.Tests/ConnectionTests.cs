using System.Net;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Faults;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Connections are refreshed, freeze, drop and are refused; the bot goes on hearing.</summary>
public sealed class ConnectionTests : EndToEndTest
{
    private static readonly (string, string) Echo = ("Agent:Kind", "Echo");

    [Theory]
    [InlineData("warning")]
    [InlineData("refresh_requested")]
    [Trait("Req", "RS-1")]
    public async Task A_refresh_of_all_connections_under_load_leaves_no_moment_without_an_open_one(string reason)
    {
        await StartAsync(Echo);
        var since = DateTimeOffset.UtcNow;
        var talking = TalkAsync(100);
        var old = Slack.Sockets.Open;

        Slack.Sockets.Refresh(reason: reason, closeAfter: TimeSpan.FromSeconds(5));
        await Eventually.SeeAsync(
            "both old connections are replaced",
            () => Slack.Sockets.OpenCount >= 2 && !Slack.Sockets.Open.Intersect(old).Any(),
            () => $"open: {string.Join(", ", Slack.Sockets.Open)}; old: {string.Join(", ", old)}");

        await AllAnsweredOnceAsync(await talking);
        var lowest = Slack.Sockets.LowestOpenSince(since);
        Assert.True(lowest >= 1, $"There was a moment with {lowest} open connections: {Timeline()}");
    }

    [Fact]
    [Trait("Req", "RS-1")]
    public async Task One_connection_closed_without_a_word_leaves_the_other_receiving_and_is_replaced()
    {
        await StartAsync(Echo);
        var since = DateTimeOffset.UtcNow;
        var talking = TalkAsync(50);

        Slack.Sockets.Close(Slack.Sockets.Open[0]);
        await Slack.Sockets.WaitForMomentAsync(moment => moment.What == "closed");
        var (code, text) = await Server.ReadyAsync();
        await Slack.Sockets.WaitForOpenAsync(2);

        await AllAnsweredOnceAsync(await talking);
        Assert.True(code == HttpStatusCode.OK, $"With one connection open it said: {text}");
        Assert.True(Slack.Sockets.LowestOpenSince(since) >= 1, Timeline());
    }

    [Fact]
    [Trait("Req", "RS-1")]
    public async Task A_half_open_connection_is_noticed_within_ten_seconds_while_the_other_goes_on_receiving()
    {
        await StartAsync(Echo);
        var frozen = Slack.Sockets.Open[0];
        var frozenAt = DateTimeOffset.UtcNow;

        Slack.Sockets.Freeze(frozen);
        var meanwhile = World.MentionBot(General, Ada, "over the other one");
        var again = World.MentionBot(General, Ada, "and again");

        await AllAnsweredOnceAsync([(meanwhile, "over the other one"), (again, "and again")]);
        var replaced = await Eventually.SeeAsync(
            "a new connection in place of the frozen one",
            () => Task.FromResult(Slack.Sockets.Timeline.FirstOrDefault(moment => moment.What == "open" && moment.At > frozenAt)),
            moment => moment is not null);
        var after = replaced!.At - frozenAt;
        Assert.True(after < TimeSpan.FromSeconds(30), $"It took {after.TotalSeconds:0.0} s to notice the dead peer: {Timeline()}");
    }

    [Fact]
    [Trait("Req", "RS-1")]
    [Trait("Req", "RS-23")]
    public async Task Twenty_seconds_of_refused_connections_end_in_a_reconnect_and_nothing_is_lost()
    {
        await StartAsync(Echo);
        var fault = Slack.Faults.Add(new Fault(FaultKind.ErrorCode) { Method = "apps.connections.open", ErrorCode = "internal_error" });
        Slack.Sockets.Drop();
        var talking = TalkAsync(100);
        var notReady = await Eventually.SeeAsync("not ready without a connection", Server.ReadyAsync, answer => answer.Code == HttpStatusCode.ServiceUnavailable);
        var degraded = await Server.WaitForHealthAsync("degraded without a connection", health => health.Status == "degraded");

        await Task.Delay(TimeSpan.FromSeconds(20));
        var refused = fault.Hits;
        fault.Dispose();
        await Slack.Sockets.WaitForOpenAsync(1, TimeSpan.FromSeconds(30));

        await AllAnsweredOnceAsync(await talking);
        Assert.Contains("Socket Mode", notReady.Text, StringComparison.Ordinal);
        Assert.Contains("Socket Mode", degraded.Problems, StringComparison.Ordinal);
        Assert.InRange(refused, 3, 60);
        await Eventually.SeeAsync("ready again", Server.ReadyAsync, answer => answer.Code == HttpStatusCode.OK);
    }

    [Fact]
    [Trait("Req", "AS-2")]
    public async Task A_mention_that_begins_a_conversation_waits_for_nothing_also_where_others_wait_after_a_lost_connection()
    {
        await StartAsync(Echo, ("Ingress:SettleTime", "00:05:00"));
        Slack.Sockets.Drop();
        await Slack.Sockets.WaitForOpenAsync(2);
        var waits = World.OpenDirectMessage(Ada).Id;
        var direct = World.PostAsUser(waits, Ada, "may be older ones");
        await Slack.Sockets.WaitForEnvelopeAsync(envelope => envelope.MessageTs == direct && envelope.AckedAt is not null);

        var begins = World.MentionBot(General, Ada, "nothing is older");
        await AnswerAsync(General, begins, "echo nothing is older");
        Assert.DoesNotContain(World.Messages(waits), message => message.IsFromBot);
    }

    [Fact]
    [Trait("Req", "RS-24")]
    public async Task A_passing_refusal_when_one_connection_is_opened_anew_leaves_the_other_alone_and_passes()
    {
        await StartAsync(Echo);
        var since = DateTimeOffset.UtcNow;
        var healthy = Slack.Sockets.Open[1];
        var refused = Slack.Faults.Add(new Fault(FaultKind.ErrorCode) { Method = "apps.connections.open", ErrorCode = "invalid_auth" });
        Slack.Sockets.Drop(Slack.Sockets.Open[0]);
        var degraded = await Server.WaitForHealthAsync("degraded while one connection is refused", health => health.Problems.Contains("invalid_auth", StringComparison.Ordinal));
        await AllAnsweredOnceAsync(await TalkAsync(10));
        Assert.Contains(healthy, Slack.Sockets.Open);

        refused.Dispose();
        await Slack.Sockets.WaitForOpenAsync(2, TimeSpan.FromSeconds(90));
        await Server.WaitForHealthAsync("all is well again", health => health.Status == "ok");
        Assert.Equal(("degraded", HttpStatusCode.OK), (degraded.Status, degraded.Code));
        Assert.Contains("make a new xapp- token", degraded.Problems, StringComparison.Ordinal);
        Assert.True(Slack.Sockets.LowestOpenSince(since) >= 1, Timeline());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Req", "RS-24")]
    public async Task Refused_on_all_connections_health_says_what_to_do_and_it_comes_back_by_itself(bool bySettings)
    {
        await StartAsync(Echo);
        var refused = bySettings ? null : Slack.Faults.Add(new Fault(FaultKind.ErrorCode) { Method = "apps.connections.open", ErrorCode = "team_access_not_granted" });
        if (bySettings)
            Slack.Sockets.Disable();
        else
            Slack.Sockets.Drop();
        var deaf = await Server.WaitForHealthAsync("unhealthy without a connection", health => health.Status == "unhealthy");
        var said = World.MentionBot(General, Ada, "while you were away");

        if (bySettings)
            Slack.Sockets.Enable();
        else
            refused!.Dispose();
        await Slack.Sockets.WaitForOpenAsync(2, TimeSpan.FromSeconds(120));
        await AllAnsweredOnceAsync([(said, "while you were away")]);
        await Server.WaitForHealthAsync("all is well again", health => health.Status == "ok");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, deaf.Code);
        Assert.Contains("Slack refuses to connect", deaf.Problems, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "RS-1")]
    public async Task Envelopes_that_were_not_acknowledged_when_all_connections_dropped_are_answered_once_and_in_order()
    {
        await StartAsync(Echo);
        var talking = TalkAsync(200);
        for (var drop = 0; drop < 3; drop++)
        {
            Slack.Sockets.Drop();
            await Slack.Sockets.WaitForMomentAsync(moment => moment.What == "open");
        }

        await AllAnsweredOnceAsync(await talking);
    }

    /// <summary>Mentions at 50 a second, each in a thread of its own.</summary>
    private async Task<List<(string Thread, string Text)>> TalkAsync(int count)
    {
        var said = new List<(string, string)>();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var i = 0; i < count; i++)
        {
            said.Add((World.MentionBot(General, Ada, $"number {i}."), $"number {i}."));
            await pace.WaitForNextTickAsync();
        }

        return said;
    }

    private async Task AllAnsweredOnceAsync(IReadOnlyList<(string Thread, string Text)> said)
    {
        foreach (var (thread, text) in said) await AnswerAsync(General, thread, $"echo {text}");
        await Server.WaitUntilIdleAsync();
        Assert.All(said, one => Assert.Equal([$"echo {one.Text}"], Answers(General, one.Thread)));
    }

    private string Timeline() =>
        string.Concat(Slack.Sockets.Timeline.Select(moment => $"\n  {moment.At:HH:mm:ss.fff} {moment.What} #{moment.Connection}, {moment.Open} open"));
}
