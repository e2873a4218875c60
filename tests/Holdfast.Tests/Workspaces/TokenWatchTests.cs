using Holdfast.Diagnostics;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Slack;
using Holdfast.Storage;
using Holdfast.Testing;
using Holdfast.Testing.Storage;
using Holdfast.Tests.Deliveries;
using Holdfast.Tests.Ingress;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Tests.Workspaces;

[Trait("Req", "RS-24")]
public sealed class TokenWatchTests : IAsyncLifetime
{
    private const string Refused = """{"ok":false,"error":"token_revoked"}""";
    private const string Accepted = """{"ok":true,"team_id":"T1","user_id":"UBOT"}""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FakeClock _clock = new();
    private readonly TestMeters _meters = new();
    private readonly WorkGate _gate = new();
    private readonly InMemoryStore _store;
    private readonly Revocation _revocation;
    private FakeSlack _slack = null!;
    private TokenWatch _watch = null!;

    public TokenWatchTests()
    {
        _store = new InMemoryStore(_clock);
        _revocation = new Revocation(_store, _gate, _clock, NullLogger<Revocation>.Instance);
    }

    private static TeamId Team => Envelopes.Me.Team;

    private static CancellationToken None => CancellationToken.None;

    public async ValueTask InitializeAsync()
    {
        _slack = await FakeSlack.StartAsync();
        _gate.Know(Team.Value);
        _watch = new TokenWatch(TestWorkspaces.One(_slack.Client), _revocation, _gate, new LoopHealth(), _meters.Metrics, _clock, NullLogger<TokenWatch>.Instance);
        await _watch.StartAsync(None);
    }

    public async ValueTask DisposeAsync()
    {
        await _watch.StopAsync(None).WaitAsync(Patience, None);
        _watch.Dispose();
        _revocation.Dispose();
        await _slack.DisposeAsync();
        _meters.Dispose();
    }

    [Fact]
    public async Task The_token_is_tried_every_minute_until_Slack_takes_it_and_then_every_worker_works()
    {
        _slack.AnswerInTurn("auth.test", Refused, "503", Accepted);
        await RevokeAsync();
        await _revocation.FollowAsync(Team, None);
        Assert.Equal("app_uninstalled", _gate.ClosedBecause);
        for (var asked = 1; asked <= 3; asked++)
        {
            await _clock.TimerSetAsync(TokenWatch.Interval);
            Assert.Equal(asked - 1, _slack.Count("auth.test"));
            _clock.Advance(TokenWatch.Interval);
            await _slack.Called.AtLeastAsync(asked);
        }

        await _gate.WaitAsync(None).WaitAsync(Patience, None);
        Assert.Empty(_revocation.States);
        Assert.Null(await _store.GetValueAsync(Revocation.KeyOf(Team), None));
    }

    [Fact]
    public async Task That_another_workers_token_works_is_found_out_at_once_and_says_nothing_of_this_ones()
    {
        await AskAfterAnotherWasAcceptedAsync(Refused);
        Assert.Contains("token_revoked", _gate.ClosedBecause, StringComparison.Ordinal);
        await OpensAtTheNextLookAsync();
    }

    [Fact]
    public async Task That_Slack_cannot_be_asked_is_not_told_as_a_refused_token()
    {
        await AskAfterAnotherWasAcceptedAsync("503");
        Assert.Equal("app_uninstalled", _gate.ClosedBecause);
        await OpensAtTheNextLookAsync();
    }

    /// <summary>The workspace revokes, another worker finds its token accepted, and this one asks about its own.</summary>
    private async Task AskAfterAnotherWasAcceptedAsync(string answer)
    {
        _slack.AnswerInTurn("auth.test", answer, Accepted);
        await RevokeAsync();
        await _revocation.FollowAsync(Team, None);
        await _clock.TimerSetAsync(TokenWatch.Interval);

        using var other = new Revocation(_store, new WorkGate(), _clock, NullLogger<Revocation>.Instance);
        await other.AcceptedAsync(Team, None);
        await _revocation.FollowAsync(Team, None);
        await _slack.Called.AtLeastAsync(1);
        await _clock.TimerSetAsync(TokenWatch.Interval);
    }

    private async Task OpensAtTheNextLookAsync()
    {
        _clock.Advance(TokenWatch.Interval);
        await _gate.WaitAsync(None).WaitAsync(Patience, None);
    }

    private async Task RevokeAsync() => await _store.AppendAsync(
        [_clock.Item("a", "x") with { DedupeKey = "event:Ev1", Settled = Settlement.Ignored("revoked"), Records = [_revocation.Record(Team, "app_uninstalled")] }], None);
}
