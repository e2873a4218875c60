using Holdfast.Connection;
using Holdfast.Deliveries;
using Holdfast.Diagnostics;
using Holdfast.Inbound;
using Holdfast.Ingress;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Notifications;
using Holdfast.Notifications.Alerts;
using Holdfast.Runs;
using Holdfast.Slack;
using Holdfast.Slack.SocketMode;
using Holdfast.Storage;
using Holdfast.Testing;
using Holdfast.Testing.Storage;
using Holdfast.Tests.Deliveries;
using Holdfast.Tests.Runs;
using Holdfast.Workspaces;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Holdfast.Tests.Workspaces;

[Trait("Req", "RS-24")]
public sealed class SocketIntakeTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>What a loop waits after its first failure.</summary>
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250);

    private readonly FakeClock _clock = new();
    private readonly TestMeters _meters = new();
    private readonly WorkGate _gate = new();
    private readonly IngressOptions _ingress = new();
    private readonly InMemoryStore _memory;
    private readonly ObservedStore _store;
    private readonly Revocation _revocation;
    private readonly HttpMessageInvoker _invoker = new(SlackHttp.CreateHandler());
    private readonly ViewValidation _views;
    private FakeSlack _slack = null!;
    private ReorderWindow _settle = null!;
    private ConfiguredWorkspace _workspace = null!;
    private SocketIntake _connection = null!;

    public SocketIntakeTests()
    {
        _memory = new InMemoryStore(_clock);
        _store = new ObservedStore(_memory);
        _revocation = new Revocation(_store, _gate, _clock, NullLogger<Revocation>.Instance);
        _views = new ViewValidation([], _clock, NullLogger<ViewValidation>.Instance);
    }

    private static CancellationToken None => CancellationToken.None;

    public async ValueTask InitializeAsync()
    {
        _slack = await FakeSlack.StartAsync();
        var options = Options.Create(new SlackOptions { ApiUrl = _slack.Address, BotToken = "xoxb-1", AppToken = "xapp-1" });
        _settle = new ReorderWindow(Options.Create(_ingress), options, _clock);
        _workspace = new ConfiguredWorkspace(_slack.Client, _gate, options, NullLogger<ConfiguredWorkspace>.Instance);
        var notifications = Options.Create(new NotificationOptions());
        var ingress = new SlackIngress(
            _store, _workspace, _settle, new BusyConversations(_store, new ScriptedAgent(), new MessageComposer(_clock), new ShownSigns(), Options.Create(new RunOptions())), new EditedMentions(_store, Options.Create(_ingress), _clock),
            _views, new AckReceipts(_clock), new OperatorAlerts(new NotificationPlanner([], notifications, _clock), notifications, _clock), _revocation, new IngressActivity(), Options.Create(new RunOptions()),
            _meters.Metrics, _clock, NullLogger<SlackIngress>.Instance);
        _connection = new SocketIntake(
            new SlackSockets(_slack.Client, _invoker), ingress, new SignIn(_workspace, _gate, _revocation, new StopReason(), new NoLifetime()), _settle, _store, options, new LoopHealth(),
            _meters.Metrics, _clock, NullLoggerFactory.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.StopAsync(None).WaitAsync(Patience, None);
        _connection.Dispose();
        _revocation.Dispose();
        _views.Dispose();
        await _slack.DisposeAsync();
        _invoker.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public async Task A_store_that_fails_while_it_signs_in_leaves_no_server_that_takes_everything_in_and_does_nothing()
    {
        await _memory.AppendAsync(
            [_clock.Item("a", "x") with { DedupeKey = "event:Ev1", Settled = Settlement.Ignored("revoked"), Records = [_revocation.Record(new TeamId("T1"), "app_uninstalled")] }], None);
        _slack.Answer("auth.test", """{"ok":true,"team_id":"T1","user_id":"UBOT"}""");
        var failures = 0;
        _store.FailAppend = () => Interlocked.Increment(ref failures) == 1 ? new StoreException("the disk is full", isTransient: true) : null;

        await _connection.StartAsync(None);
        await _clock.TimerSetAsync(FirstDelay);
        Assert.NotNull(_gate.ClosedBecause);
        _clock.Advance(FirstDelay);

        await _gate.WaitAsync(None).WaitAsync(Patience, None);
        Assert.Null(await _store.GetValueAsync(Revocation.KeyOf(new TeamId("T1")), None));
        Assert.Equal("UBOT", _workspace.Configured?.Identity.User.Value);
    }

    /// <summary>What comes for any workspace of the organisation names the organisation.</summary>
    [Theory]
    [InlineData("true", "E1")]
    [InlineData("false", "T7")]
    [Trait("Req", "SE-5")]
    public async Task An_app_that_is_installed_for_an_organisation_is_the_organisations(string isForAll, string team)
    {
        _slack.Answer("auth.test", $$"""{"ok":true,"user_id":"UBOT","team_id":"T7","enterprise_id":"E1","is_enterprise_install":{{isForAll}}}""");
        await _connection.StartAsync(None);
        await _gate.WaitAsync(None).WaitAsync(Patience, None);
        Assert.Equal(team, _workspace.Configured?.Team.Value);
    }

    [Theory]
    [InlineData("lost", true)]
    [InlineData("left in order", false)]
    [InlineData("not kept", true)]
    [InlineData("acknowledgement lost", true)]
    [InlineData("closing", true)]
    [InlineData("malformed", false)]
    [Trait("Req", "AS-2")]
    public void What_Slack_is_going_to_send_again_is_waited_for(string what, bool waits)
    {
        ISocketModeObserver observer = _connection;
        observer.OnOpened(1);
        Assert.Equal(_ingress.ReorderWindow, _settle.Wait());
        switch (what)
        {
            case "lost" or "left in order":
                observer.OnLost(1, clean: what != "lost");
                break;
            case "not kept":
                observer.OnHandlerFailed(1);
                break;
            case "acknowledgement lost":
                observer.OnAckLost(1);
                break;
            default:
                observer.OnFrameIgnored(1, what);
                break;
        }

        Assert.Equal(waits ? _ingress.SettleTime : _ingress.ReorderWindow, _settle.Wait());
    }

    private sealed class NoLifetime : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
        }
    }
}
