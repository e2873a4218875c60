using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Answers.Mentions;
using Holdfast.Approvals;
using Holdfast.Conversations;
using Holdfast.Deliveries;
using Holdfast.Inbound;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Records;
using Holdfast.Runs;
using Holdfast.Sessions;
using Holdfast.Slack;
using Holdfast.Storage;
using Holdfast.Testing;
using Holdfast.Testing.Storage;
using Holdfast.Tests.Admission;
using Holdfast.Tests.Approvals;
using Holdfast.Tests.Deliveries;
using Holdfast.Tests.Ingress;
using Holdfast.Tests.Workspaces;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Tests.Runs;

/// <summary>The executor with everything around it, and the ways to hand it work.</summary>
internal sealed class RunBench : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public RunBench()
    {
        Memory = new InMemoryStore(Clock);
        MemoryHealth = new MemoryHealth(Clock);
        Store = new ObservedStore(Memory);
        Workspaces.SignedIn(Envelopes.Me);
        var refusals = new SessionRefusals(TimeProvider.System);
        refusals.Add(Envelopes.Me.Team.Value, new SlackException("agents.sessions.setStatus", "feature_disabled"));
        Sessions = new LiveSessions(refusals, Clock.GetUtcNow, new SlackOptions(), Clock);
        Names = Naming.Of(Nobody(), Clock);
        var messages = new MessageComposer(Clock);
        Cards = new ApprovalCards(messages);
        var retention = new RunRetention(Memory, Microsoft.Extensions.Options.Options.Create(Options), Clock);
        var desk = TestApprovals.Requests(Cards, Memory, Workspaces, Approvals, Clock);
        Remembering = new TryableMemory(new StoredMemory(Memory, Microsoft.Extensions.Options.Options.Create(new MemoryOptions()), Clock));
        Executor = new Executors
        {
            Agent = Agent, Memory = Remembering, MemoryHealth = MemoryHealth, Store = Store, Stops = Stops, Sessions = Sessions, Workspaces = Workspaces, Naming = Names, Clock = Clock,
            Transitions = new RunTransitions(Composers.Replies(Clock), messages, desk, new MentionedPeople(), retention, Sessions, [], Clock),
            Observers = new RunObservers([Signs, new WorkingNotice(Microsoft.Extensions.Options.Options.Create(Options), Clock)], new MentionedPeople(), Clock, WatchLogs),
            RunOptions = Options, AgentOptions = Agents, MemoryOptions = new MemoryOptions { ReadFromSlack = 0 },
        }.Build();
    }

    public FakeClock Clock { get; } = new();

    /// <summary>There are none in its workspace.</summary>
    public LiveSessions Sessions { get; }

    public InMemoryStore Memory { get; }

    public ObservedStore Store { get; }

    public TestWorkspaces Workspaces { get; } = new();

    public RunNaming Names { get; }

    public RunOptions Options { get; } = new();

    public AgentOptions Agents { get; } = new();

    public ApprovalOptions Approvals { get; } = new();

    public ApprovalCards Cards { get; }

    public ScriptedAgent Agent { get; } = new();

    public ShownSigns Signs { get; } = new();

    public RecordedLogs<RunObservers> WatchLogs { get; } = new();

    public WorkStops Stops { get; } = new();

    public TryableMemory Remembering { get; }

    public MemoryHealth MemoryHealth { get; }

    public RunExecutor Executor { get; }

    public ValueTask DisposeAsync() => Store.DisposeAsync();

    /// <summary>How "hi" is remembered of whoever says it in <see cref="Envelopes"/>, of whom Slack tells nothing.</summary>
    public static Turn Asked => new(Turn.User, "hi") { Speaker = new Speaker("U1") { Message = "1700000000.000100", At = new SlackTs("1700000000.000100").Time, Zone = "UTC" } };

    public static DeliveryPlan PlanOf(NewItem delivery) => DeliveryPlan.Read(delivery.Payload);

    public static string TextOf(NewItem delivery) =>
        JsonDocument.Parse(PlanOf(delivery).Arguments).RootElement.GetProperty("text").GetString()!;

    /// <summary>The actions of the buttons under a message.</summary>
    public static IEnumerable<string> ButtonsOf(NewItem delivery) =>
        JsonDocument.Parse(PlanOf(delivery).Arguments).RootElement.TryGetProperty("blocks", out var blocks)
            ? blocks.EnumerateArray()
                .Where(block => block.GetProperty("type").GetString() == "actions")
                .SelectMany(block => block.GetProperty("elements").EnumerateArray())
                .Select(button => button.GetProperty("action_id").GetString()!)
            : [];

    /// <summary>Where Slack tells no names: the app was taken out.</summary>
    private static TestWorkspaces Nobody()
    {
        var workspaces = TestWorkspaces.One();
        workspaces.Remove(Envelopes.Me.Team);
        return workspaces;
    }

    public async Task<Claim> MentionAsync(string text, string change = "{}")
    {
        await AppendMentionAsync(text, change);
        return await ClaimAsync();
    }

    public async Task AppendMentionAsync(string text, string change = "{}")
    {
        var fields = JsonDocument.Parse(change).RootElement.EnumerateObject().ToDictionary(field => field.Name, field => field.Value.GetString());
        fields["text"] = text;
        var envelope = Envelopes.Event(JsonSerializer.Serialize(fields));
        var route = Assert.IsType<Route.ToLane>(EventRouter.Route(envelope, Envelopes.Me));
        await Memory.AppendAsync(
            [
                route.Message.ToItem(ItemId.New(Clock), route.Message.ToPayload(envelope.Payload.Span), traceParent: null) with { DedupeKey = route.DedupeKey },
            ],
            CancellationToken.None);
    }

    public async Task<Claim> ClaimAsync() =>
        Assert.Single(await Memory.ClaimAsync(LaneQueue.Inbound, new WorkerId("w"), 10, TimeSpan.FromDays(1), CancellationToken.None));

    public Task<Transition> BeginAsync(Claim claim, CancellationToken cancellationToken = default) =>
        Executor.HandleAsync(new LaneWork(claim, Store), cancellationToken).AsTask();

    /// <summary>Handles an item and keeps what comes of it, as the pump does.</summary>
    public async Task<Transition> HandleAsync(Claim claim) => await KeepAsync(BeginAsync(claim));

    public async Task<Transition> KeepAsync(Task<Transition> handling)
    {
        var transition = await handling.WaitAsync(Patience, CancellationToken.None);
        Assert.Equal(CommitResult.Committed, await Memory.CommitAsync(transition, CancellationToken.None));
        return transition;
    }

    /// <summary>The process died with the item in hand: another holder takes it, in doubt.</summary>
    public async Task<Claim> CrashAsync()
    {
        Clock.Advance(TimeSpan.FromDays(2));
        var claim = await ClaimAsync();
        Assert.True(claim.Item.InDoubt);
        return claim;
    }

    /// <summary>Makes something durable in the course of an item of its own.</summary>
    public async Task CommitAsync(Func<Claim, Transition> transition)
    {
        var item = Clock.Item($"aside/{ItemId.New(Clock)}", "aside") with { Queue = LaneQueue.Interactive };
        await Memory.AppendAsync([item], CancellationToken.None);
        var claims = await Memory.ClaimAsync(LaneQueue.Interactive, new WorkerId("aside"), 100, TimeSpan.FromDays(1), CancellationToken.None);
        var claim = claims.Single(claimed => claimed.Item.Id == item.Id);
        Assert.Equal(CommitResult.Committed, await Memory.CommitAsync(transition(claim), CancellationToken.None));
    }

    /// <summary>Somebody wants the run stopped, and that is durable.</summary>
    public Task RequestStopAsync(ItemId run) => CommitAsync(claim => new Transition
    {
        Claim = claim, Outcome = ItemOutcome.Answered, Records = [RunRecords.Stops.Ask(run, "T1", "U1")],
    });

    /// <summary>Decides an approval and lets its run go on.</summary>
    public Task DecideAsync(Approval approval, ApprovalStatus status, string? by = "U7") => CommitAsync(claim => new Transition
    {
        Claim = claim,
        Outcome = ItemOutcome.Answered,
        Records = [(approval with { Status = status, DecidedBy = by, DecidedAt = Clock.GetUtcNow() }).ToRecord()],
        Append = [RunItems.ToResume(approval.Run, approval.Conversation, approval.RequestedBy, Clock, null)],
    });

    public ValueTask<RunRecord?> RunAsync(ItemId run) => Memory.GetRunAsync(run, CancellationToken.None);

    public ValueTask<IReadOnlyList<Approval>> ApprovalsAsync(ItemId run) => Memory.GetApprovalsOfRunAsync(run, CancellationToken.None);
}
