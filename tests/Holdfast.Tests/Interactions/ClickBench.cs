using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Inbound;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Records;
using Holdfast.Storage;
using Holdfast.Testing;
using Holdfast.Testing.Storage;
using Holdfast.Tests.Deliveries;
using Holdfast.Tests.Workspaces;
using Holdfast.Workspaces;
using Microsoft.Extensions.Options;

namespace Holdfast.Tests.Interactions;

/// <summary>Clicks and commands as Slack sends them, a Slack to answer to, and a store.</summary>
internal sealed class ClickBench : IAsyncDisposable
{
    public const string RunPlace = "T1/C1/1700000000.000100";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly List<Claim> _waiting = [];
    private int _lanes;

    private ClickBench(FakeSlack slack)
    {
        Slack = slack;
        Memory = new InMemoryStore(Clock);
        Store = new ObservedStore(Memory);
        Receipts = new AckReceipts(Clock);
        Workspaces = TestWorkspaces.One(slack.Client);
        Workspaces.SignedIn(TwoWorkspaces.Other, "xoxb-2");
        Responder = new Responder(slack.Client, Workspaces, Meters.Metrics, Clock, ResponderLogs);
    }

    public FakeClock Clock { get; } = new();

    public TestMeters Meters { get; } = new();

    public FakeSlack Slack { get; }

    public InMemoryStore Memory { get; }

    public ObservedStore Store { get; }

    public AckReceipts Receipts { get; }

    public Responder Responder { get; }

    public RecordedLogs<Responder> ResponderLogs { get; } = new();

    public TestWorkspaces Workspaces { get; }

    public IOptions<SlackOptions> SlackSettings { get; } = Options.Create(new SlackOptions());

    public RunRecord Run { get; private set; } = null!;

    public static async Task<ClickBench> StartAsync()
    {
        var bench = new ClickBench(await FakeSlack.StartAsync());
        bench.Slack.Answer("chat.postEphemeral", """{"ok":true,"message_ts":"1700000001.000100"}""");
        return bench;
    }

    public async ValueTask DisposeAsync()
    {
        await Slack.DisposeAsync();
        await Store.DisposeAsync();
        Meters.Dispose();
    }

    /// <summary>What people were told so that nobody else saw it.</summary>
    public IEnumerable<string> Ephemerals => Slack.Calls
        .Where(call => call.Method is "chat.postEphemeral" or "respond")
        .Select(call => JsonDocument.Parse(call.Body).RootElement.GetProperty("text").GetString()!);

    public string ResponseUrl => $"{Slack.Address}respond";

    /// <summary>Keeps a run, as it would be after some work.</summary>
    public async Task<RunRecord> KeepRunAsync(Func<RunRecord, RunRecord>? change = null, int steps = 2)
    {
        var now = Clock.GetUtcNow();
        var run = new RunRecord
        {
            Id = ItemId.New(Clock), Conversation = RunPlace, User = "U1", Question = new MessageContent("why?"), Status = RunStatus.Completed, StartedAt = now,
            EndedAt = now, ExpiresAt = now + TimeSpan.FromHours(1), Starts = 1, Model = "m",
        };
        Run = change?.Invoke(run) ?? run;
        var made = Enumerable.Range(1, steps).Select(number => new RunStep
        {
            Run = Run.Id, Number = number, Kind = StepKinds.Tool, Name = "search", StartedAt = now, Duration = TimeSpan.FromSeconds(1), Output = $"found {number}",
        });
        await CommitAsync(claim => new Transition { Claim = claim, Outcome = ItemOutcome.Answered, Run = Run, Steps = [.. made] });
        return Run;
    }

    public async Task CommitAsync(Func<Claim, Transition> transition)
    {
        var work = await WorkAsync("aside", "{}"u8.ToArray());
        Assert.Equal(CommitResult.Committed, await Memory.CommitAsync(transition(work.Claim), CancellationToken.None));
    }

    public async Task<LaneWork> WorkAsync(string kind, byte[] payload, string? lane = null, bool? acknowledged = null)
    {
        var item = new NewItem
        {
            Id = ItemId.New(Clock), Queue = LaneQueue.Interactive, Lane = lane ?? $"lane/{_lanes++}", Kind = kind, Payload = payload,
        };
        if (acknowledged is not null)
            Receipts.Expect(item.Id);
        await Memory.AppendAsync([item], CancellationToken.None);
        if (acknowledged is { } sent)
            Receipts.Sent(item.Id, sent);
        var claims = await ClaimAsync(LaneQueue.Interactive);
        return new LaneWork(claims.Single(claim => claim.Item.Id == item.Id), Store);
    }

    /// <summary>Lets happen what waits in a queue, as its pump does.</summary>
    public async Task<IReadOnlyList<Transition>> DrainAsync(LaneQueue queue, params IReadOnlyList<IInternalHandler> handlers)
    {
        var transitions = new List<Transition>();
        await ClaimAsync(queue);
        foreach (var claim in _waiting.Where(claim => claim.Item.Queue == queue && handlers.Any(handler => handler.Kinds.Contains(claim.Item.Kind))).ToList())
        {
            transitions.Add(await KeepAsync(handlers.Single(handler => handler.Kinds.Contains(claim.Item.Kind)).HandleAsync(new LaneWork(claim, Store), CancellationToken.None).AsTask()));
            _waiting.Remove(claim);
        }

        return transitions;
    }

    /// <summary>Tells people what waits to be told.</summary>
    public Task TellAsync() => DrainAsync(LaneQueue.Interactive, new AnswerTeller(Responder));

    private async Task<IReadOnlyList<Claim>> ClaimAsync(LaneQueue queue)
    {
        var claims = await Memory.ClaimAsync(queue, new WorkerId("w"), 100, TimeSpan.FromDays(1), CancellationToken.None);
        _waiting.AddRange(claims);
        return claims;
    }

    /// <summary>A click on a button of a message; <paramref name="change"/> is laid over the payload.</summary>
    public async Task<Interaction> ClickAsync(string action, string value, string change = "{}", bool? acknowledged = true) =>
        Read(await WorkAsync(InteractionKinds.Interactive, Payload(action, value, change), acknowledged: acknowledged));

    /// <summary>A click within a modal.</summary>
    public Task<Interaction> ClickInViewAsync(string action, string value, string metadata, string user = "U1") => ClickAsync(
        action,
        value,
        $$"""
        {"user":{"id":"{{user}}"},"channel":null,"message":null,"container":{"type":"view","view_id":"V1"},
         "view":{"id":"V1","type":"modal","private_metadata":{{JsonSerializer.Serialize(metadata)}},"hash":"h"} }
        """);

    public async Task<Interaction> CommandAsync(string text, string user = "U1", string? responseUrl = null) => Read(await WorkAsync(
        InteractionKinds.SlashCommand,
        JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string?>
        {
            ["command"] = "/holdfast", ["text"] = text, ["team_id"] = "T1", ["channel_id"] = "C1", ["user_id"] = user, ["trigger_id"] = "trigger.1", ["response_url"] = responseUrl,
        })));

    public static byte[] Payload(string action, string value, string change = "{}")
    {
        var payload = JsonNode.Parse("""
            {"type":"block_actions","team":{"id":"T1"},"user":{"id":"U1","team_id":"T1"},"channel":{"id":"C1"},"trigger_id":"trigger.1",
             "container":{"type":"message","message_ts":"1700000002.000100","channel_id":"C1","thread_ts":"1700000000.000100"},
             "message":{"ts":"1700000002.000100","thread_ts":"1700000000.000100"}}
            """)!.AsObject();
        payload["actions"] = new JsonArray(new JsonObject { ["type"] = "button", ["action_id"] = action, ["block_id"] = "b", ["value"] = value, ["action_ts"] = "1700000003.000100" });
        foreach (var (name, changed) in JsonNode.Parse(change)!.AsObject().ToList())
        {
            if (changed is null)
                payload.Remove(name);
            else
                payload[name] = changed.DeepClone();
        }

        return Encoding.UTF8.GetBytes(payload.ToJsonString());
    }

    public async Task<Transition> HandleAsync(IActionHandler handler, Interaction interaction) => await KeepAsync(handler.HandleAsync(interaction, CancellationToken.None).AsTask());

    public async Task<Transition> KeepAsync(Task<Transition> handling)
    {
        var transition = await handling.WaitAsync(Patience, CancellationToken.None);
        Assert.Equal(CommitResult.Committed, await Memory.CommitAsync(transition, CancellationToken.None));
        return transition;
    }

    private static Interaction Read(LaneWork work) => Interaction.Read(work) ?? throw new InvalidOperationException("The payload cannot be read.");
}
