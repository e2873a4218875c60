using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Answers.Mentions;
using Holdfast.Approvals;
using Holdfast.Commands;
using Holdfast.Conversations;
using Holdfast.Deliveries;
using Holdfast.Diagnostics;
using Holdfast.Home;
using Holdfast.Inbound;
using Holdfast.Ingress;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Notifications;
using Holdfast.Notifications.Alerts;
using Holdfast.Operators;
using Holdfast.Runs;
using Holdfast.Sessions;
using Holdfast.Settings;
using Holdfast.Slack;
using Holdfast.Slack.Envelopes;
using Holdfast.Testing;
using Holdfast.Testing.Storage;
using Holdfast.Tests.Admission;
using Holdfast.Tests.Approvals;
using Holdfast.Tests.Deliveries;
using Holdfast.Tests.Ingress;
using Holdfast.Tests.Runs;
using Holdfast.Threads;
using Holdfast.Welcome;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Holdfast.Tests.Workspaces;

/// <summary>A server's core, from the envelope to Slack's Web API, that works for two workspaces.</summary>
internal sealed class TwoWorkspaces : IAsyncDisposable
{
    public const string Post = "chat.postMessage";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TestMeters _meters = new();
    private readonly NotificationMetrics _notifications;
    private readonly CancellationTokenSource _stopping = new();
    private readonly WorkGate _gate = new();
    private readonly SlackIngress _ingress;
    private readonly ViewValidation _views;
    private readonly TokenWatch _watch;
    private readonly List<LanePump> _pumps = [];
    private readonly List<Task> _running = [];
    private readonly OrderWaits _waits = new();
    private int _events;

    private TwoWorkspaces(FakeSlack slack)
    {
        Slack = slack;
        Workspaces = new TestWorkspaces(slack.Client) { IsSingle = false };
        Workspaces.SignedIn(Envelopes.Me);
        Workspaces.SignedIn(Other, "xoxb-2");
        Sessions = new LiveSessions(new SessionRefusals(Clock), Clock.GetUtcNow, new SlackOptions(), Clock);
        Memory = new InMemoryStore(Clock);
        Store = new ObservedStore(Memory);
        _notifications = new NotificationMetrics(_meters);
        Revocation = new Revocation(Store, _gate, Clock, NullLogger<Revocation>.Instance);
        Pause = new PauseSwitch(Store, Workspaces, Clock, NullLogger<PauseSwitch>.Instance);
        var (agent, messages, runs, memory) = (new EchoAgent(), new MessageComposer(Clock), Options.Create(new RunOptions()), Options.Create(new MemoryOptions()));
        var inbound = Options.Create(new IngressOptions());
        var routes = Options.Create(new NotificationOptions());
        _views = new ViewValidation([], Clock, NullLogger<ViewValidation>.Instance);
        _ingress = new SlackIngress(
            Store, Workspaces, new ReorderWindow(inbound, Options.Create(new SlackOptions { Connections = 1 }), Clock),
            new BusyConversations(Store, agent, messages, new Runs.ShownSigns(), runs), new EditedMentions(Store, inbound, Clock), _views, new AckReceipts(Clock),
            new OperatorAlerts(new NotificationPlanner([], routes, Clock), routes, Clock), Revocation, new IngressActivity(), runs, _meters.Metrics, Clock,
            NullLogger<SlackIngress>.Instance);
        var executor = new Runs.Executors
        {
            Agent = agent, Memory = new StoredMemory(Store, memory, Clock), Store = Store, Sessions = Sessions, Workspaces = Workspaces, Naming = Naming.Of(Workspaces, Clock), Clock = Clock,
            Transitions = Transitions(messages, runs), Observers = new RunObservers([], new MentionedPeople(), Clock, NullLogger<RunObservers>.Instance),
        }.Build();
        var deliveries = new DeliveryBench(Clock, Memory, _meters, _notifications) { Workspaces = Workspaces }.Handler(slack.Client);
        var responder = new Responder(slack.Client, Workspaces, _meters.Metrics, Clock, NullLogger<Responder>.Instance);
        var operators = new OperatorList(Workspaces, Options.Create(new OperatorOptions { Users = { "U1" } }));
        var interactions = new InteractionHandler(
            [new HoldfastCommand([new PauseCommand(Clock), new ResumeCommand(Clock)], operators, responder)],
            [new OrderExecutor(Pause, _waits, Clock), new AnswerTeller(responder)],
            Store, messages, new AckReceipts(Clock), responder, Workspaces, OpenAdmission.Everybody, Clock, NullLogger<InteractionHandler>.Instance);
        _watch = new TokenWatch(Workspaces, Revocation, _gate, new LoopHealth(), _meters.Metrics, Clock, NullLogger<TokenWatch>.Instance);
        foreach (var me in (BotIdentity[])[Envelopes.Me, Other])
            _gate.Know(me.Team.Value);
        Run(LaneQueue.Inbound, executor, new PumpGate(_gate), new PumpGate(Pause.Gate, Interrupts: true));
        Run(LaneQueue.Outbound, deliveries, new PumpGate(_gate));
        Run(LaneQueue.Interactive, interactions, new PumpGate(_gate));
        Run(LaneQueue.Orders, interactions);
    }

    public static BotIdentity Other { get; } = new(new TeamId("T2"), new UserId("UBOT2"), "BBOT2");

    public FakeClock Clock { get; } = new();

    private LiveSessions Sessions { get; }

    public FakeSlack Slack { get; }

    public TestWorkspaces Workspaces { get; }

    public InMemoryStore Memory { get; }

    public ObservedStore Store { get; }

    public Revocation Revocation { get; }

    public PauseSwitch Pause { get; }

    public static async Task<TwoWorkspaces> StartAsync()
    {
        var bench = new TwoWorkspaces(await FakeSlack.StartAsync());
        bench.Slack.Answer(Post, """{"ok":true,"channel":"C1","ts":"1700000009.000100"}""");
        bench.Slack.Answer("chat.postEphemeral", """{"ok":true,"message_ts":"1700000009.000200"}""");
        await bench._watch.StartAsync(CancellationToken.None);
        return bench;
    }

    /// <summary>Something happens in a workspace; <paramref name="change"/> is laid over a message in a channel.</summary>
    /// <returns>The event's id.</returns>
    public async Task<string> HappensAsync(string team, string change)
    {
        var number = Interlocked.Increment(ref _events);
        var envelope = Envelopes.Event(change, $"Ev{number}", $"e{number}", $$"""{"team_id":"{{team}}"}""");
        Assert.Equal(SlackAck.Ok, await _ingress.HandleAsync(envelope, CancellationToken.None));
        return $"Ev{number}";
    }

    /// <summary>Somebody writes a message, which begins a conversation when it calls the bot.</summary>
    public Task<string> SayAsync(string team, string text) =>
        HappensAsync(team, JsonSerializer.Serialize(new { text, ts = $"17000000{_events + 10:00}.000100" }));

    public async Task CommandAsync(string team, string user, string text)
    {
        var number = Interlocked.Increment(ref _events);
        var payload = $$"""{"command":"/holdfast","text":"{{text}}","team_id":"{{team}}","user_id":"{{user}}","channel_id":"C1","trigger_id":"t{{number}}"}""";
        await _ingress.HandleAsync(Envelopes.Raw(payload, "slash_commands", $"e{number}"), CancellationToken.None);
    }

    /// <summary>An order from wherever operators give them, once it is carried out.</summary>
    public async Task OrderAsync(string order, string? team = null)
    {
        var item = new OperatorOrders(order, "the console") { Team = team }.ToItem(Clock);
        await _waits.CarryOutAsync(item.Id, async () => await Store.AppendAsync([item], CancellationToken.None), CancellationToken.None).WaitAsync(Patience);
    }

    /// <summary>Returns once something is so, which a commit makes so.</summary>
    public async Task UntilAsync(Func<bool> isSo)
    {
        while (true)
        {
            var seen = Store.Commits.Times;
            if (isSo())
                return;
            await Store.Commits.AtLeastAsync(seen + 1);
        }
    }

    /// <summary>What was said with whose token, once so much was.</summary>
    public async Task<IReadOnlyList<(string Token, string Text)>> SaidAsync(int times, string method = Post)
    {
        while (true)
        {
            var seen = Slack.Called.Times;
            var calls = Slack.Calls.Where(call => call.Method == method).ToList();
            if (calls.Count >= times)
                return [.. calls.Select(call => (call.Authorization["Bearer ".Length..], JsonDocument.Parse(call.Body).RootElement.GetProperty("text").GetString()!))];
            await Slack.Called.AtLeastAsync(seen + 1);
        }
    }

    /// <summary>How many messages wait to be answered.</summary>
    public async Task<int> WaitingAsync() =>
        (await Store.GetQueueStatsAsync(CancellationToken.None)).Where(queue => queue.Queue == LaneQueue.Inbound).Sum(queue => queue.Items);

    public async ValueTask DisposeAsync()
    {
        await _watch.StopAsync(CancellationToken.None);
        await _stopping.CancelAsync();
        await Task.WhenAll(_running).WaitAsync(Patience);
        _pumps.ForEach(pump => pump.Dispose());
        _watch.Dispose();
        _views.Dispose();
        Revocation.Dispose();
        Pause.Dispose();
        _stopping.Dispose();
        await Slack.DisposeAsync();
        await Store.DisposeAsync();
        _notifications.Dispose();
        _meters.Dispose();
    }

    private RunTransitions Transitions(MessageComposer messages, IOptions<RunOptions> runs) => new(
        Composers.Replies(Clock), messages, TestApprovals.Requests(new ApprovalCards(messages), Store, Workspaces, new ApprovalOptions(), Clock), new MentionedPeople(),
        new RunRetention(Store, runs, Clock), Sessions, [], Clock);

    private void Run(LaneQueue queue, ILaneHandler handler, params PumpGate[] gates)
    {
        var pump = new LanePump(
            queue, handler, Store, new WorkerId("w"), gates, new NothingFollows(), new LanePumpOptions { Concurrency = 8, UserShare = 0.5, TeamShare = 0.9 }, _meters.Metrics, Clock,
            NullLogger<LanePump>.Instance);
        _pumps.Add(pump);
        _running.Add(pump.RunAsync(_stopping.Token));
    }

    private sealed class NothingFollows : IDeadLetterPlanner
    {
        public IReadOnlyList<NewItem> Plan(LaneItem item, string error) => [];
    }
}
