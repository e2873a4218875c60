using System.Text;
using System.Text.Json;
using Holdfast.Conversations;
using Holdfast.Deliveries;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Notifications;
using Holdfast.Slack;
using Holdfast.Storage;
using Holdfast.Testing;
using Holdfast.Testing.Storage;

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
    private ItemOutcome? _outcome;
    private ItemOutcome.Retry? _retry;

    public FileUploadTests() => _notifications = new NotificationMetrics(_meters);

    private static CancellationToken None => CancellationToken.None;

    public async ValueTask InitializeAsync()
    {
        _slack = await FakeSlack.StartAsync(_clock);
        _store = new InMemoryStore(_clock);
        _handler = new DeliveryBench(_clock, _store, _meters, _notifications).Handler(_slack.Client);
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
        // The last step dies: whether anything was posted is not known, and it is looked for when it would have appeared.
        _slack.Answer(GetUrl, $$"""{"ok":true,"upload_url":"{{new Uri(_slack.Address, "upload")}}","file_id":"F1"}""");
        _slack.Answer("upload", """{"ok":true}""");
        _slack.Vanish(Complete);
        await CommitAsync(await PlanAsync());
        Assert.Equal((true, TimeSpan.FromSeconds(20)), (_retry!.InDoubt, _retry.Wait));

        _clock.Advance(TimeSpan.FromSeconds(20));
        _slack.Answer(Complete, """{"ok":true,"files":[]}""");
        _slack.Answer(Replies, $$"""{"ok":true,"messages":[{"ts":"1700000001.000100",{{bot}}"files":[{{file}}]}]}""");
        for (var i = 0; i < (isFound ? 1 : 3); i++)
        {
            await CommitAsync(await ClaimAsync());
            _clock.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.Equal(ItemOutcome.Answered, _outcome);
        Assert.Equal(isFound ? 1 : 2, _slack.Count(GetUrl));
        Assert.Equal(isFound ? 1 : 2, _slack.Count(Complete));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Req", "RS-6")]
    public async Task Of_the_steps_before_the_last_nothing_is_to_be_seen_so_that_they_leave_no_doubt(bool isFirst)
    {
        _slack.Answer(GetUrl, $$"""{"ok":true,"upload_url":"{{new Uri(_slack.Address, "upload")}}","file_id":"F1"}""");
        _slack.Vanish(isFirst ? GetUrl : "upload");
        await CommitAsync(await PlanAsync());
        Assert.Equal((false, "network"), (_retry!.InDoubt, _retry.Error));
        Assert.Equal(0, _slack.Count(Complete));
    }

    [Fact]
    [Trait("Req", "RS-15")]
    public async Task A_stop_does_not_wait_for_the_bytes_of_a_file_and_leaves_no_doubt()
    {
        var (arrived, stopping) = (new TaskCompletionSource(), new CancellationTokenSource());
        _slack.Answer(GetUrl, $$"""{"ok":true,"upload_url":"{{new Uri(_slack.Address, "upload")}}","file_id":"F1"}""");
        _slack.Answers["upload"] = async context =>
        {
            arrived.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        var handling = _handler.HandleAsync(new LaneWork(await PlanAsync(), _store, stopping: stopping.Token), None).AsTask();
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(60), None);
        await stopping.CancelAsync();
        var retry = Assert.IsType<ItemOutcome.Retry>((await handling.WaitAsync(TimeSpan.FromSeconds(60), None)).Outcome);
        Assert.Equal((false, false, TimeSpan.Zero), (retry.InDoubt, retry.CountsAsAttempt, retry.Wait));
        stopping.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Req", "AS-10")]
    public async Task The_bytes_of_a_kept_file_are_kept_until_Slack_has_them_and_then_its_id_is(bool isLost)
    {
        var file = new KeptFile(ItemId.New(_clock), "T1", "picture.png", "image/png", _clock.GetUtcNow()) { Content = [1, 2, 3] };
        var upload = new FileComposer(_clock).Upload(Thread, ItemId.New(_clock), file, "A boat", "a boat");
        await _store.AppendAsync(upload.Append, None);
        var waits = Transition.Of(await ClaimAsync(), new ItemOutcome.Retry(TimeSpan.Zero, Error: null, CountsAsAttempt: false, InDoubt: false));
        await _store.CommitAsync(waits with { Records = upload.Records }, None);
        _slack.Answer(GetUrl, $$"""{"ok":true,"upload_url":"{{new Uri(_slack.Address, "upload")}}","file_id":"F1"}""");
        _slack.Answer("upload", """{"ok":true}""");
        if (isLost)
        {
            _slack.Vanish(Complete);
            await CommitAsync(await ClaimAsync());
            Assert.Equal([1, 2, 3], (await KeptAsync(file))!.Content);
            _clock.Advance(TimeSpan.FromSeconds(20));
            _slack.Answer(Replies, """{"ok":true,"messages":[{"ts":"1700000001.000100","bot_id":"B1","files":[{"name":"picture.png","id":"F1"}]}]}""");
        }
        else
        {
            _slack.Answer(Complete, """{"ok":true,"files":[]}""");
        }

        await CommitAsync(await ClaimAsync());
        Assert.Equal(ItemOutcome.Answered, _outcome);
        Assert.Equal(file with { Content = null, FileId = "F1" }, await KeptAsync(file));
        Assert.Equal(1, _slack.Count(Complete));
    }

    [Fact]
    [Trait("Req", "AS-10")]
    public async Task Of_a_file_that_is_not_kept_any_more_people_are_told()
    {
        var file = new KeptFile(ItemId.New(_clock), "T1", "picture.png", "image/png", _clock.GetUtcNow()) { Content = [1, 2, 3] };
        await _store.AppendAsync(new FileComposer(_clock).Upload(Thread, ItemId.New(_clock), file, "A boat", "a boat").Append, None);
        var transition = await HandleAsync(await ClaimAsync());
        Assert.Equal(new ItemOutcome.Dead(FileUploads.Gone), transition.Outcome);
        Assert.Contains("don't have it any more", Encoding.UTF8.GetString(DeliveryPlan.Read(Assert.Single(transition.Append).Payload).Arguments.Span).Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private ValueTask<KeptFile?> KeptAsync(KeptFile file) => _store.GetAsync(KeptFile.Kind, file.Id, None);

    private async Task<Claim> PlanAsync()
    {
        await _store.AppendAsync([new FileComposer(_clock).Upload(Thread, ItemId.New(_clock), "out.txt", "Output", Encoding.UTF8.GetBytes("hello"))], None);
        return await ClaimAsync();
    }

    private async Task<Claim> ClaimAsync() =>
        Assert.Single(await _store.ClaimAsync(LaneQueue.Outbound, new WorkerId("w"), 1, TimeSpan.FromMinutes(1), None));

    private async Task CommitAsync(Claim claim)
    {
        var transition = await HandleAsync(claim);
        (_outcome, _retry) = (transition.Outcome, transition.Outcome as ItemOutcome.Retry);
        Assert.Equal(CommitResult.Committed, await _store.CommitAsync(transition, None));
    }

    private async Task<Transition> HandleAsync(Claim claim) => await _handler.HandleAsync(new LaneWork(claim, _store), None);
}
