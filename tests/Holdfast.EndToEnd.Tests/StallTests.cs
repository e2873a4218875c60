using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Model;
using Holdfast.Simulator.World;

namespace Holdfast.EndToEnd.Tests;

/// <summary>The model hangs; nothing else does.</summary>
public sealed class StallTests : EndToEndTest
{
    private const int MorePoolThreads = 25;

    [Fact]
    [Trait("Req", "AS-1")]
    [Trait("Req", "AS-5")]
    public async Task A_thousand_stalled_model_calls_slow_nothing_down_and_cost_no_thread()
    {
        AddPeople(20);
        await StartAsync(("Runs:Concurrency", "2000"), ("Runs:NoticeAfter", "00:00:03"));
        Slack.Model.Responder = (request, _) => ValueTask.FromResult(new ModelReply($"answer to {request.LastUserText}"));
        var said = Mention(1_000, "warm-up");
        await AllAnsweredAsync(said);
        var threadsBefore = ProcessFacts.Threads(Server.ProcessId);

        Slack.Model.StallAll = true;
        said.AddRange(Mention(1_000, "stalled"));
        await Eventually.SeeAsync("1,000 calls in flight", () => Slack.Model.InFlight == 1_000, () => $"{Slack.Model.InFlight}");
        var threadsStalled = ProcessFacts.Threads(Server.ProcessId);

        await World.WaitForMessagesAsync(message => message.Blocks?.Contains("run.stop", StringComparison.Ordinal) == true, count: 1_000);
        var further = Mention(300, "further");
        await Eventually.SeeAsync("every envelope acknowledged", () => Slack.Sockets.UnackedEnvelopes == 0, () => $"{Slack.Sockets.UnackedEnvelopes} open");
        Assert.NotNull((await Server.HealthAsync()).Code);
        Slack.Interactions.Command(Ada, General, "/holdfast", "runs");
        await World.WaitForEphemeralAsync(Ada, message => message.Text.Length > 0);
        var threadsAfter = ProcessFacts.Threads(Server.ProcessId);

        Slack.Model.StallAll = false;
        said.AddRange(further);
        await AllAnsweredAsync(said);

        // How quick all that is is measured by `LoadRun stalled`. The pool breathes by some, most of all on a busy machine; a thread for each
        // call would be a thousand.
        Assert.InRange(threadsStalled, 1, threadsBefore + MorePoolThreads);
        Assert.InRange(threadsAfter, 1, threadsBefore + MorePoolThreads);
    }

    [Fact]
    [Trait("Req", "AS-2")]
    [Trait("Req", "AS-5")]
    public async Task Fifty_messages_in_quick_succession_are_all_answered_in_order()
    {
        await StartAsync();
        Slack.Model.Responder = (request, _) => ValueTask.FromResult(new ModelReply($"{request.LastUserText}: answer {request.UserTexts.Count}"));

        var thread = World.MentionBot(General, Ada, "quick 1");
        for (var i = 2; i <= 50; i++) World.MentionBot(General, Ada, $"quick {i}", thread);

        await AnswerAsync(General, thread, "quick 50: answer 50");
        await Server.WaitUntilIdleAsync();
        Assert.Equal(Enumerable.Range(1, 50).Select(i => $"quick {i}: answer {i}"), Answers(General, thread));
    }

    [Fact]
    [Trait("Req", "AS-3")]
    public async Task A_run_that_takes_too_long_is_stopped_the_user_told_and_the_next_message_answered_at_once()
    {
        await StartAsync(("Runs:Timeout", "00:00:02"));

        var thread = World.MentionBot(General, Ada, "stall");
        World.MentionBot(General, Ada, "hello", thread);
        var told = await AnswerAsync(General, thread, "no answer within 2 seconds");
        var next = await AnswerAsync(General, thread, "Hello");

        await Server.WaitUntilIdleAsync();
        Assert.Equal(2, Answers(General, thread).Count);
        Assert.Equal(1, Slack.Model.Cancelled);
        Assert.True(Seconds(next.Ts) - Seconds(told.Ts) < 20, $"The lane was free only {Seconds(next.Ts) - Seconds(told.Ts):0.0} s after the time-out.");
    }

    [Fact]
    [Trait("Req", "AS-5")]
    public async Task After_fifteen_time_outs_at_once_the_next_message_is_answered_normally()
    {
        // All places, which one person, or workspace, would not get.
        await StartAsync(("Runs:Timeout", "00:00:02"), ("Runs:Concurrency", "15"), ("Fairness:TeamShare", "1"));

        var stalled = AddPeople(15).Select(person => World.MentionBot(General, person, "stall")).ToList();
        await Eventually.SeeAsync("15 calls in flight", () => Slack.Model.InFlight == 15, () => $"{Slack.Model.InFlight}");
        foreach (var thread in stalled) await AnswerAsync(General, thread, "no answer within 2 seconds");
        var next = World.MentionBot(General, Ada, "hello");

        await AnswerAsync(General, next, "Hello");
        await Server.WaitUntilIdleAsync();
        Assert.All(stalled, thread => Assert.Single(Answers(General, thread)));
    }

    /// <summary>Many people, each a few times: one alone would not get all these places.</summary>
    private List<(string Thread, string Text)> Mention(int count, string text)
    {
        var people = World.Users.Where(user => !user.IsBot).Select(user => user.Id).ToList();
        return [.. Enumerable.Range(0, count).Select(i => (World.MentionBot(General, people[i % people.Count], $"{text} {i}."), $"{text} {i}."))];
    }

    private IReadOnlyList<string> AddPeople(int count) =>
        [.. Enumerable.Range(0, count).Select(i => World.AddUser(new SlackUser($"U0MANY{i}", $"many{i}", $"Many {i}")).Id)];

    private async Task AllAnsweredAsync(List<(string Thread, string Text)> said)
    {
        await Server.WaitUntilIdleAsync();
        Assert.All(said, one => Assert.Equal([$"answer to {one.Text}"], Answers(General, one.Thread)));
    }

    private static double Seconds(string ts) => double.Parse(ts);
}
