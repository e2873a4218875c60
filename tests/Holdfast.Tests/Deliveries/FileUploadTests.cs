using System.Text;
using System.Text.Json;
using Holdfast.Conversations;
using Holdfast.Deliveries;
using Holdfast.Lanes;
using Holdfast.Notifications;
using Holdfast.Slack;
using Holdfast.Storage;
using Holdfast.Storage.InMemory;
using Holdfast.Testing;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Holdfast.Tests.Deliveries;

[Trait("Req", "RS-19")]
public sealed class FileUploadTests : IAsyncLifetime
{
    private const string GetUrl = "files.getUploadURLExternal";
    private const string Complete = "files.completeUploadExternal";
    private const string Replies = "conversations.replies";
    private static readonly ConversationId Thread = new(new TeamId("T1"), new ChannelId("C1"), new SlackTs("1700000000.000100"));

    private readonly FakeClock _clock = new();
    private readonly TestMeters _meters = new();
    private readonly NotificationMetrics _notifications;
    private FakeSlack _slack = null!;
    private InMemoryStore _store = null!;
    private DeliveryHandler _handler = null!;

    public FileUploadTests() => _notifications = new NotificationMetrics(_meters);

    private static CancellationToken None => CancellationToken.None;

    public async ValueTask InitializeAsync()
    {
        _slack = await FakeSlack.StartAsync();
        _store = new InMemoryStore(_clock);
        var options = Options.Create(new SlackOptions { BotToken = "xoxb-1" });
        var lookup = new HistoryLookup(_slack.Client, options, _meters.Metrics, NullLogger<HistoryLookup>.Instance);
        var files = new FileUploads(_slack.Client, new MessageComposer(_clock), options, _meters.Metrics);
        _handler = new DeliveryHandler(
            _slack.Client, lookup, new DeliveryCalls(_store), files, new RateGate(_clock), options, Options.Create(new DeliveryOptions()), _meters.Metrics, _notifications, _clock,
            NullLogger<DeliveryHandler>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await _slack.DisposeAsync();
        await _store.DisposeAsync();
        _notifications.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public async Task A_file_that_Slack_does_not_take_is_told_in_the_thread()
    {
        _slack.Answer(GetUrl, """{"ok":false,"error":"missing_scope","needed":"files:write"}""");
        var transition = await HandleAsync(await PlanAsync());
        Assert.Equal(new ItemOutcome.Dead("missing_scope"), transition.Outcome);
        var told = DeliveryPlan.Read(Assert.Single(transition.Append).Payload);
        Assert.Contains("files:write", JsonDocument.Parse(told.Arguments).RootElement.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name":"out.txt"}""", "\"bot_id\":\"B1\",", true)]
    [InlineData("""{"name":"other.txt"}""", "\"bot_id\":\"B1\",", false)]
    [InlineData("""{"name":"out.txt"}""", "", false)]
    [Trait("Req", "RS-6")]
    public async Task A_file_in_doubt_is_found_by_its_name_and_only_among_what_bots_posted(string file, string bot, bool isFound)
    {
        // The first step dies: whether anything was posted is not known, and it is looked for when it would have appeared.
        _slack.Vanish(GetUrl);
        var claim = await PlanAsync();
        var retry = Assert.IsType<ItemOutcome.Retry>((await HandleAsync(claim)).Outcome);
        Assert.Equal((true, TimeSpan.FromSeconds(10)), (retry.InDoubt, retry.Wait));

        _slack.Answer(Replies, $$"""{"ok":true,"messages":[{"ts":"1700000001.000100",{{bot}}"files":[{{file}}]}]}""");
        var again = claim with { Item = claim.Item with { InDoubt = true } };
        var transition = await HandleAsync(again);
        Assert.Equal(isFound, transition.Outcome == ItemOutcome.Answered);
        Assert.Equal(isFound ? 1 : 2, _slack.Count(GetUrl));
        Assert.Equal(0, _slack.Count(Complete));
    }

    private async Task<Claim> PlanAsync()
    {
        await _store.AppendAsync([new FileComposer(_clock).Upload(Thread, ItemId.New(_clock), "out.txt", "Output", Encoding.UTF8.GetBytes("hello"))], None);
        return Assert.Single(await _store.ClaimAsync(LaneQueue.Outbound, new WorkerId("w"), 1, TimeSpan.FromMinutes(1), None));
    }

    private async Task<Transition> HandleAsync(Claim claim) => await _handler.HandleAsync(new LaneWork(claim, _store), None);
}
