using System.Text.Json;
using Holdfast.Conversations;
using Holdfast.Deliveries;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Notifications;
using Holdfast.Sessions;
using Holdfast.Slack;
using Holdfast.Slack.WebApi;
using Holdfast.Storage;
using Holdfast.Testing;
using Holdfast.Testing.Storage;
using Holdfast.Tests.Workspaces;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Holdfast.Tests.Deliveries;

/// <summary>A handler of deliveries with all that it stands on.</summary>
internal sealed class DeliveryBench(FakeClock clock, InMemoryStore store, TestMeters meters, NotificationMetrics notifications)
{
    public const string Post = "chat.postMessage";
    public const string Replies = "conversations.replies";
    public const string Ok = """{"ok":true,"channel":"C1","ts":"1700000009.000100"}""";
    public const string Nothing = """{"ok":true,"messages":[{"ts":"1700000000.000100"}]}""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static ConversationId Thread { get; } = new(new TeamId("T1"), new ChannelId("C1"), new SlackTs("1700000000.000100"));

    public SlackOptions Slack { get; } = new();

    public DeliveryOptions Deliveries { get; } = new();

    /// <summary>Null for one, T1.</summary>
    public TestWorkspaces? Workspaces { get; init; }

    public RateGate Gate { get; } = new(clock);

    public RecordedLogs<UnconfirmedDeliveries> Logs { get; } = new();

    public FakeClock Clock => clock;

    public InMemoryStore Store => store;

    /// <summary>A handler as a process makes it that has just started on the same store.</summary>
    public DeliveryHandler Handler(SlackWebClient slack)
    {
        var (slackOptions, options) = (Options.Create(Slack), Options.Create(Deliveries));
        var messages = new MessageComposer(clock);
        var turns = new DeliveryTurns(Gate, clock);
        var undelivered = new UndeliveredNotice(messages);
        var (answers, refusals, live) = (new SlackAnswers(), new MarkdownRefusals(clock), new LiveMessages(clock));
        var doubts = new UnconfirmedDeliveries(slack, new HistoryLookup(new HistoryPages(Gate, slackOptions, clock), slackOptions), turns, undelivered, answers, slackOptions, options, meters.Metrics, Logs);
        var known = new SessionRefusals(clock);
        var sessions = new LiveSessions(known, () => slack.Clock.Now, Slack, clock);
        var rests = new SessionDeliveries(sessions, known, store, turns, meters.Metrics, NullLogger<SessionDeliveries>.Instance);
        var (notes, files, endings) = (new DeliveryNotes(store), new FileUploads(slack, messages, store, meters.Metrics), new LiveEndings(live, sessions, rests, slack));
        var progress = new ProgressDeliveries(slack, doubts, turns, live, new StreamRefusals(clock), refusals, meters.Metrics, clock, NullLogger<ProgressDeliveries>.Instance);
        var sending = new DeliverySending(
            slack, doubts, new DeliveryCalls(store), turns, files, answers, new BlockSubstitutes(refusals, new ExtraBlocks(clock), NullLogger<BlockSubstitutes>.Instance), endings,
            meters.Metrics, notifications, clock, NullLogger<DeliverySending>.Instance);
        var failures = new DeliveryFailures(slack, doubts, turns, files, undelivered, answers, notifications, options, NullLogger<DeliveryFailures>.Instance);
        return new DeliveryHandler(
            Workspaces ?? TestWorkspaces.One(slack), notes, undelivered, progress, rests, sending, failures, meters.Metrics, notifications, clock, NullLogger<DeliveryHandler>.Instance);
    }

    /// <summary>Plans a message; in a lane of its own where that is said.</summary>
    public async Task<ItemId> PlanAsync(string text = "hello", ConversationId? conversation = null, string? lane = null)
    {
        var where = conversation ?? Thread;
        var item = new MessageComposer(clock).Post(where, ItemId.New(clock), text);
        await store.AppendAsync([item with { Lane = lane ?? item.Lane }], CancellationToken.None);
        return item.Id;
    }

    public async Task<Claim> ClaimAsync() => Assert.Single(await ClaimAllAsync());

    public async Task<IReadOnlyList<Claim>> ClaimAllAsync() =>
        await store.ClaimAsync(LaneQueue.Outbound, new WorkerId("w"), 10, TimeSpan.FromSeconds(30), CancellationToken.None);

    /// <summary>Handles what is due next, and commits what comes of it.</summary>
    public async Task<Transition> HandleAsync(DeliveryHandler handler, Claim? claim = null, CancellationToken stopping = default)
    {
        var work = new LaneWork(claim ?? await ClaimAsync(), store, stopping: stopping);
        var transition = await handler.HandleAsync(work, CancellationToken.None).AsTask().WaitAsync(Patience, CancellationToken.None);
        Assert.Equal(CommitResult.Committed, await store.CommitAsync(transition, CancellationToken.None));
        return transition;
    }

    /// <summary>Handles what is due next, which waits or is tried again, and lets the wait pass.</summary>
    public async Task<ItemOutcome.Retry> PassAsync(DeliveryHandler handler, Claim? claim = null)
    {
        var retry = Assert.IsType<ItemOutcome.Retry>((await HandleAsync(handler, claim)).Outcome);
        clock.Advance(retry.Wait);
        return retry;
    }

    /// <summary>Whether anything is remembered of a delivery's attempts.</summary>
    public async Task<bool> HasNoteAsync(ItemId delivery) => await store.GetValueAsync(new RecordKey("delivery", delivery), CancellationToken.None) is not null;

    /// <summary>What a planned message says.</summary>
    public static string TextOf(NewItem item) => JsonDocument.Parse(DeliveryPlan.Read(item.Payload).Arguments).RootElement.GetProperty("text").GetString()!;

    /// <summary>An answer with messages, of which one may be ours.</summary>
    public static string Page(int count, ItemId? ours = null, string? cursor = null, bool hasMore = false)
    {
        var messages = Enumerable.Range(0, count).Select(i => $$"""{"ts":"17000000{{i:D2}}.000200"}""");
        if (ours is { } id)
            messages = messages.Append($$$"""{"ts":"1700000099.000100","metadata":{"event_type":"holdfast_delivery","event_payload":{"id":"{{{id}}}"} } }""");
        return $$$"""{"ok":true,"messages":[{{{string.Join(',', messages)}}}],"has_more":{{{(hasMore || cursor is not null ? "true" : "false")}}},"response_metadata":{"next_cursor":"{{{cursor}}}"} }""";
    }
}
