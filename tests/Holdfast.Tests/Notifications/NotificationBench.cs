using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Notifications;
using Holdfast.Notifications.Alerts;
using Holdfast.Notifications.Channels;
using Holdfast.Slack;
using Holdfast.Storage;
using Holdfast.Testing;
using Holdfast.Testing.Storage;
using Holdfast.Tests.Workspaces;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Holdfast.Tests.Notifications;

/// <summary>Slack as it is, beside a webhook and a console that do what a test says.</summary>
internal sealed class NotificationBench : IDisposable
{
    public static readonly ConversationId Thread = new(new TeamId("T1"), new ChannelId("C1"), new SlackTs("1700000000.000100"));
    private static readonly WorkerId Worker = new("w");

    public NotificationBench()
    {
        Store = new InMemoryStore(Clock);
        Webhook = new ScriptedChannel(ChannelNames.Webhook);
        Console = new ScriptedChannel(ChannelNames.Console);
        INotificationChannel[] channels = [new SlackNotificationChannel(Workspace, [new WorkGate(), Gate], Settings, Clock), Webhook, Console];
        Metrics = new NotificationMetrics(Meters);
        Planner = new NotificationPlanner(channels, Settings, Clock);
        Handler = new NotificationHandler(channels, Settings, Metrics, Clock, NullLogger<NotificationHandler>.Instance);
        Alerts = new OperatorAlerts(Planner, Settings, Clock);
        DeadLetters = new DeadLetterPlanner(Planner, Alerts, Metrics, Clock);
    }

    public FakeClock Clock { get; } = new();

    public TestMeters Meters { get; } = new();

    public InMemoryStore Store { get; }

    public TestWorkspaces Workspace { get; } = new();

    public WorkGate Gate { get; } = new();

    public NotificationOptions Options => Settings.Value;

    public IOptions<NotificationOptions> Settings { get; } =
        Microsoft.Extensions.Options.Options.Create(new NotificationOptions { SlackChannel = "COPS", WebhookUrl = new Uri("https://hooks.example/") });

    public ScriptedChannel Webhook { get; }

    public ScriptedChannel Console { get; }

    public NotificationMetrics Metrics { get; }

    public NotificationPlanner Planner { get; }

    public NotificationHandler Handler { get; }

    public OperatorAlerts Alerts { get; }

    public DeadLetterPlanner DeadLetters { get; }

    public Notification Timer(params string[] channels) => new()
    {
        Id = ItemId.New(Clock), Kind = NotificationKinds.Timer, Text = "tea", At = Clock.GetUtcNow(), Conversation = Thread, Channels = channels.Length == 0 ? null : channels,
    };

    public async Task AppendAsync(IReadOnlyList<NewItem> items) => await Store.AppendAsync(items, CancellationToken.None);

    public async Task<Claim> ClaimAsync(LaneQueue queue = LaneQueue.Notifications) => Assert.Single(await ClaimAllAsync(queue));

    public async Task<IReadOnlyList<Claim>> ClaimAllAsync(LaneQueue queue) =>
        await Store.ClaimAsync(queue, Worker, 1_000, TimeSpan.FromSeconds(30), CancellationToken.None);

    /// <summary>Handles the one notification that waits and keeps what comes of it, as a pump does. Alerts are left for others.</summary>
    public async Task<ItemOutcome> HandleAsync() => await HandleAsync(Assert.Single(
        await ClaimAllAsync(LaneQueue.Notifications), claim => NotificationTicket.Read(claim.Item.Payload).Notification.Kind != NotificationKinds.Alert));

    public async Task<ItemOutcome> HandleAsync(Claim claim) => await KeepAsync(await Handler.HandleAsync(new LaneWork(claim, Store), CancellationToken.None));

    public async Task<ItemOutcome> KeepAsync(Transition transition)
    {
        if (transition.Outcome is ItemOutcome.Dead dead)
            transition = transition with { Append = [.. transition.Append, .. DeadLetters.Plan(transition.Claim.Item, dead.Error)] };
        Assert.Equal(CommitResult.Committed, await Store.CommitAsync(transition, CancellationToken.None));
        return transition.Outcome;
    }

    public void Dispose()
    {
        Metrics.Dispose();
        Meters.Dispose();
    }
}
