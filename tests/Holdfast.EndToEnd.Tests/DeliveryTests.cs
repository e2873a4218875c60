using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Faults;
using Holdfast.Simulator.World;

namespace Holdfast.EndToEnd.Tests;

/// <summary>chat.postMessage goes wrong in every way it can; each reply arrives once.</summary>
public sealed class DeliveryTests : EndToEndTest
{
    private const string Post = "chat.postMessage";

    private static readonly (string, string)[] Quick = [("Agent:Kind", "Echo"), ("Deliveries:RetryDelay", "00:00:00.2"), ("Slack:RequestTimeout", "00:00:02")];

    [Fact]
    [Trait("Req", "RS-6")]
    public async Task Two_hundred_replies_of_which_every_tenth_answer_is_lost_are_there_once_each()
    {
        await StartAsync(Quick);
        var fault = Slack.Faults.Add(new Fault(FaultKind.LoseResponse) { Method = Post, Probability = 0.1 });

        await MentionsAreAnsweredOnceAsync(200);

        Assert.InRange(fault.Hits, 5, 60);
    }

    [Fact]
    [Trait("Req", "RS-6")]
    public async Task A_post_whose_answer_was_lost_and_could_not_be_looked_up_before_a_kill_is_looked_up_after_it()
    {
        await StartAsync(Quick);
        using var losing = Slack.Faults.Add(new Fault(FaultKind.LoseResponse) { Method = Post });
        using var blind = Slack.Faults.Add(new Fault(FaultKind.ServerError) { Method = "conversations.replies" });
        var thread = World.MentionBot(General, Ada, "once only");
        await Eventually.SeeAsync("two attempts to look it up", () => blind.Hits >= 2, () => $"{blind.Hits}");

        await Server.KillAsync();
        Slack.Faults.Clear();
        await Server.StartAsync();

        await Server.WaitUntilIdleAsync();
        Assert.Equal(["echo once only"], Answers(General, thread));
        Assert.Equal(1, Slack.Calls.Count(Post));
    }

    [Fact]
    [Trait("Req", "RS-6")]
    public async Task A_kill_between_the_post_and_its_answer_does_not_post_it_twice()
    {
        var held = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var between = new SlackInBetween(Slack.SlackApiUrl, method => method == Post ? held.Task : Task.FromResult(false));
        await StartAsync([.. Quick, ("SLACK_API_URL", between.Address.ToString()), ("Slack:RequestTimeout", "00:00:20"), ("Workers:Lease", "00:01:00")]);
        var thread = World.MentionBot(General, Ada, "once only");
        await AnswerAsync(General, thread, "echo once only");

        await Server.KillAsync();
        held.SetResult(false);
        await Server.StartAsync();

        await Server.WaitUntilIdleAsync();
        Assert.Equal(["echo once only"], Answers(General, thread));
    }

    [Fact]
    [Trait("Req", "RS-6")]
    public async Task A_server_error_after_the_message_was_posted_does_not_post_it_twice()
    {
        var random = new Random(7);
        await using var between = new SlackInBetween(Slack.SlackApiUrl, method => Task.FromResult(method == Post && random.NextDouble() < 0.2));
        await StartAsync([.. Quick, ("SLACK_API_URL", between.Address.ToString())]);

        await MentionsAreAnsweredOnceAsync(100);

        Assert.InRange(between.Spoiled, 5, 60);
    }

    [Theory]
    [InlineData(FaultKind.ServerError)]
    [InlineData(FaultKind.MalformedBody)]
    [InlineData(FaultKind.HtmlBody)]
    [InlineData(FaultKind.CloseBefore)]
    [InlineData(FaultKind.Hang)]
    [Trait("Req", "RS-5")]
    public async Task Posts_that_fail_before_anything_was_done_are_made_again(FaultKind kind)
    {
        await StartAsync(Quick);
        var fault = Slack.Faults.Add(new Fault(kind) { Method = Post, Times = 20 });

        await MentionsAreAnsweredOnceAsync(50);

        Assert.Equal(20, fault.Hits);
    }

    [Fact]
    [Trait("Req", "RS-5")]
    public async Task A_storm_of_rate_limits_delays_replies_and_respects_what_Slack_asked_for()
    {
        await StartAsync(Quick);
        var fault = Slack.Faults.Add(new Fault(FaultKind.RateLimited) { Method = Post, Times = 5, RetryAfter = 2 });
        var channels = Enumerable.Range(0, 5).Select(i => World.AddChannel($"storm-{i}").Id).ToList();

        var said = channels.SelectMany(channel => Enumerable.Range(0, 4)
            .Select(i => (Channel: channel, Thread: World.MentionBot(channel, Ada, $"number {i}."), Text: $"echo number {i}."))).ToList();
        foreach (var (channel, thread, text) in said) await AnswerAsync(channel, thread, text);
        await Server.WaitUntilIdleAsync();

        Assert.All(said, one => Assert.Equal([one.Text], Answers(one.Channel, one.Thread)));
        Assert.Equal(5, fault.Hits);
        // Calls that were already on their way when Slack said no are nobody's fault: they get half a second of grace.
        var limited = Slack.Calls.Of(Post).Where(call => call.Outcome == "fault:RateLimited").ToList();
        var tooSoon = Slack.Calls.Of(Post).Where(call => limited.Any(refused =>
            refused.Arguments["channel"] == call.Arguments["channel"]
            && call.At > refused.At.AddSeconds(0.5) && call.At < refused.At.AddSeconds(1.95)));
        Assert.Empty(tooSoon);
    }

    [Fact]
    [Trait("Req", "RS-5")]
    public async Task A_reply_that_Slack_refuses_for_good_is_kept_shown_holds_nothing_back_and_can_be_replayed()
    {
        await StartAsync(Quick);
        using var archived = Slack.Faults.Add(new Fault(FaultKind.ErrorCode) { Method = Post, ErrorCode = "is_archived", Times = 1 });
        var refused = World.MentionBot(General, Ada, "refused");
        var health = await Server.WaitForHealthAsync("a dead letter", health => health.DeadLetters == 1);
        var next = World.MentionBot(General, Ada, "accepted");
        await AnswerAsync(General, next, "echo accepted");
        var saidBefore = Answers(General, refused);

        var (code, output) = await Server.RunVerbAsync("dead-letters", "replay", "--all");

        await AnswerAsync(General, refused, "echo refused");
        await Server.WaitForHealthAsync("no dead letter", health => health.DeadLetters == 0);
        Assert.Contains("dead letter", health.Problems, StringComparison.Ordinal);
        Assert.Empty(saidBefore);
        Assert.Equal(0, code);
        Assert.Contains("replayed", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(451)]
    [Trait("Req", "RS-5")]
    public async Task A_page_of_a_proxy_is_no_word_of_Slacks_and_the_reply_arrives(int status)
    {
        await StartAsync(Quick);
        using var proxy = Slack.Faults.Add(new Fault(FaultKind.ServerError) { Method = Post, Status = status, Times = 1 });

        var thread = World.MentionBot(General, Ada, "hello");

        await AnswerAsync(General, thread, "echo hello");
        await Server.WaitUntilIdleAsync();
        Assert.Equal(["echo hello"], Answers(General, thread));
        Assert.Equal(0, (await Server.HealthAsync()).DeadLetters);
    }

    [Fact]
    [Trait("Req", "RS-5")]
    public async Task A_reply_that_Slack_never_takes_is_given_up_on_told_and_holds_its_thread_up_for_a_while_only()
    {
        await StartAsync([.. Quick, ("Deliveries:MaxAttempts", "3"), ("Deliveries:GiveUpAfter", "00:00:01")]);
        using var poison = Slack.Faults.Add(new Fault(FaultKind.ErrorCode) { Method = Post, Containing = "echo poison" });
        var thread = World.MentionBot(General, Ada, "poison");
        World.MentionBot(General, Ada, "the next one", thread);

        await AnswerAsync(General, thread, "echo the next one");
        var health = await Server.WaitForHealthAsync("a dead letter", health => health.DeadLetters == 1);

        Assert.Contains("dead letter", health.Problems, StringComparison.Ordinal);
        Assert.Collection(
            Answers(General, thread),
            told => Assert.Contains("couldn't post a message here", told, StringComparison.Ordinal),
            next => Assert.Equal("echo the next one", next));
        Assert.Equal(3, poison.Hits);
    }

    [Fact]
    [Trait("Req", "RS-5")]
    public async Task While_Slack_takes_nobodys_messages_none_is_given_up_on()
    {
        await StartAsync([.. Quick, ("Deliveries:MaxAttempts", "3"), ("Deliveries:GiveUpAfter", "00:00:01"), ("Deliveries:MaxRetryDelay", "00:00:00.2")]);
        using var down = Slack.Faults.Add(new Fault(FaultKind.ErrorCode) { Method = Post });
        var said = Enumerable.Range(0, 3).Select(i => World.MentionBot(General, Ada, $"number {i}.")).ToList();
        await Eventually.SeeAsync("many attempts at each", () => down.Hits >= 18, () => $"{down.Hits}");
        Assert.Equal(0, (await Server.HealthAsync()).DeadLetters);

        down.Dispose();

        for (var i = 0; i < said.Count; i++) await AnswerAsync(General, said[i], $"echo number {i}.");
        Assert.Equal(0, (await Server.HealthAsync()).DeadLetters);
    }

    [Fact]
    [Trait("Req", "RS-5")]
    [Trait("Req", "XP-7")]
    public async Task A_day_long_Retry_After_silences_a_channel_for_minutes_and_an_operator_can_end_it()
    {
        await StartAsync(Quick);
        using var limited = Slack.Faults.Add(new Fault(FaultKind.RateLimited) { Method = Post, RetryAfter = 86_400, Times = 1 });
        var thread = World.MentionBot(General, Ada, "hello");
        var health = await Server.WaitForHealthAsync("the gate is named", health => health.Problems.Contains(Post, StringComparison.Ordinal));

        var (_, listed) = await Server.RunVerbAsync("gates", "list");
        var (code, opened) = await Server.RunVerbAsync("gates", "open", "--all");

        await AnswerAsync(General, thread, "echo hello", TimeSpan.FromSeconds(90));
        Assert.Contains("holdfast gates open", health.Problems, StringComparison.Ordinal);
        Assert.Contains($"{World.Identity.TeamId}/{Post}/{General}", listed, StringComparison.Ordinal);
        Assert.Equal(0, code);
        Assert.Equal("1 opened", opened.Trim());
        Assert.Contains("gate.opened", (await Server.RunVerbAsync("audit")).Output, StringComparison.Ordinal);
        await Server.KillAsync();
        var (none, _, why) = await Server.TellVerbAsync("gates", "list");
        Assert.NotEqual(0, none);
        Assert.Contains("no server runs on this data folder", why, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "RS-5")]
    public async Task Where_a_reply_is_given_up_on_nobody_is_shown_as_thinking()
    {
        using var refused = Slack.Faults.Add(new Fault(FaultKind.ErrorCode) { Method = Post, ErrorCode = "restricted_action", Times = 1 });
        Slack.Model.Latency = TimeSpan.FromSeconds(0.5);
        await StartAsync();
        var thread = World.MentionBot(General, Ada, "hello");

        await World.WaitForStatusAsync(status => status.ThreadTs == thread && status.Status.Length > 0);
        await World.WaitForStatusAsync(status => status.ThreadTs == thread && status.Status.Length == 0);

        Assert.Null(World.Status(General, thread));
        Assert.Empty(Answers(General, thread));
        Assert.Equal(1, (await Server.HealthAsync()).DeadLetters);
    }

    private async Task MentionsAreAnsweredOnceAsync(int count)
    {
        var said = Enumerable.Range(0, count)
            .Select(i => (Thread: World.MentionBot(General, Ada, $"number {i}."), Text: $"echo number {i}.")).ToList();
        foreach (var (thread, text) in said) await AnswerAsync(General, thread, text);
        await Server.WaitUntilIdleAsync();
        Assert.All(said, one => Assert.Equal([one.Text], Answers(General, one.Thread)));
    }
}
