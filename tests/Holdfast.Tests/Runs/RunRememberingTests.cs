using Holdfast.Agents;
using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Runs;
using Holdfast.Storage;

namespace Holdfast.Tests.Runs;

/// <summary>Memory that lives elsewhere: what is put there, and what happens while it is away.</summary>
[Trait("Req", "CX-5")]
public sealed class RunRememberingTests : IAsyncDisposable
{
    private static readonly MemoryException Unreachable = new("Redis is away.", isTransient: true);
    private static readonly MemoryException Unreadable = new("The key is no conversation.", isTransient: false);

    private readonly RunBench _bench = new();

    private TryableMemory Remembering => _bench.Remembering;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    [Trait("Req", "CX-2")]
    public async Task What_memory_has_taken_itself_is_not_kept_by_the_transition_and_the_run_is_named()
    {
        Remembering.Left = [];
        var claim = await _bench.MentionAsync("<@UBOT> hi");
        Answers("hello");
        var transition = await _bench.HandleAsync(claim);

        Assert.Empty(transition.Turns);
        Assert.Equal(claim.Item.Id, Remembering.Remembered.Run);
        Assert.Equal([RunBench.Asked, new Turn(Turn.Assistant, "hello")], Remembering.Remembered.Turns);
        await _bench.Agent.LastTurn!.Memory.GetTurnsAsync(_bench.Agent.LastTurn.Conversation, CancellationToken.None);
        Assert.Equal(claim.Item.Id, Remembering.ReadFor);
    }

    [Fact]
    [Trait("Req", "CX-1")]
    public async Task Whether_a_thread_reply_is_for_the_app_is_asked_once_and_the_conversation_is_read_by_the_agent_alone()
    {
        const string Reply = """{"ts":"1700000005.000000","thread_ts":"1700000000.000100"}""";
        Answers("one");
        await _bench.HandleAsync(await _bench.MentionAsync("<@UBOT> first"));
        var before = Remembering.Uses;
        ReadsMemory();
        Assert.Single((await _bench.HandleAsync(await _bench.MentionAsync("and second", Reply))).Append);
        Assert.Equal((before.Read + 1, before.AskedFor + 1), Remembering.Uses);
    }

    [Fact]
    public async Task A_message_waits_for_memory_without_counting_as_failed_and_people_are_told_once()
    {
        Remembering.Failure = Unreachable;
        ReadsMemory();
        var first = await _bench.HandleAsync(await _bench.MentionAsync("<@UBOT> hi"));

        var retry = Assert.IsType<ItemOutcome.Retry>(first.Outcome);
        Assert.Equal((TimeSpan.FromSeconds(1), false), (retry.Wait, retry.CountsAsAttempt));
        var told = Assert.Single(first.Append);
        Assert.Contains("can't look up our conversation", RunBench.TextOf(told), StringComparison.Ordinal);
        Assert.Contains(RunButtons.Stop, RunBench.ButtonsOf(told));

        var second = await AgainAsync(first);
        Assert.Equal(TimeSpan.FromSeconds(2), Assert.IsType<ItemOutcome.Retry>(second.Outcome).Wait);
        Assert.Empty(second.Append);
        Assert.Equal(0, (await _bench.RunAsync(second.Claim.Item.Id))!.Starts);

        Remembering.Failure = null;
        Answers("hello");
        var end = await AgainAsync(second);
        Assert.Equal(ItemOutcome.Answered, end.Outcome);
        Assert.Equal(("hello", "chat.update"), (RunBench.TextOf(Assert.Single(end.Append)), RunBench.PlanOf(end.Append[0]).Method));
        Assert.Equal([("memory", 1), ("memory", 2)], (await _bench.Memory.GetStepsAsync(end.Claim.Item.Id, CancellationToken.None)).Where(step => step.Kind == StepKinds.Retry).Select(step => (step.Name, step.Number)));
    }

    [Fact]
    public async Task Past_its_patience_a_message_is_answered_without_context_and_the_reply_says_so()
    {
        Remembering.Failure = Unreachable;
        ReadsMemory("I do not know");
        var first = _bench.Clock.GetUtcNow();
        var transition = await _bench.HandleAsync(await _bench.MentionAsync("<@UBOT> what is my name?"));
        while (transition.Outcome is ItemOutcome.Retry)
            transition = await AgainAsync(transition);

        Assert.Equal(TimeSpan.FromMinutes(1), _bench.Clock.GetUtcNow() - first);
        var text = RunBench.TextOf(Assert.Single(transition.Append));
        Assert.StartsWith("I do not know", text, StringComparison.Ordinal);
        Assert.Contains("couldn't look up our conversation", text, StringComparison.Ordinal);
        Assert.Empty(transition.Turns);
        Assert.Contains("the turns of 1 run could not be saved to conversation memory", Assert.Single(_bench.MemoryHealth.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conversation_that_is_spoilt_is_not_waited_for()
    {
        Remembering.Failure = Unreadable;
        ReadsMemory("who are you?");
        var transition = await _bench.HandleAsync(await _bench.MentionAsync("<@UBOT> hi"));
        Assert.Equal(ItemOutcome.Answered, transition.Outcome);
        Assert.Contains("couldn't look up our conversation", RunBench.TextOf(Assert.Single(transition.Append)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_remembered_is_given_all_the_same()
    {
        var claim = await _bench.MentionAsync("<@UBOT> hi");
        Answers("hello");
        Remembering.Failure = Unreachable;
        var transition = await _bench.HandleAsync(claim);

        Assert.Equal((ItemOutcome.Answered, "hello"), (transition.Outcome, RunBench.TextOf(Assert.Single(transition.Append))));
        Assert.Empty(transition.Turns);
        Assert.Single(_bench.MemoryHealth.Problems);
        _bench.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Empty(_bench.MemoryHealth.Problems);
    }

    [Fact]
    [Trait("Req", "XP-3")]
    public async Task A_run_that_another_worker_has_taken_over_is_not_counted_as_forgotten()
    {
        var claim = await _bench.MentionAsync("<@UBOT> hi");
        Answers("hello");
        Remembering.Failure = new MemoryException("Another worker is at work.", isTransient: false) { IsOvertaken = true };
        var transition = await _bench.HandleAsync(claim);
        Assert.Empty(transition.Turns);
        Assert.Empty(_bench.MemoryHealth.Problems);
    }

    [Fact]
    [Trait("Req", "CX-1")]
    public async Task A_follow_up_that_does_not_mention_the_app_is_not_taken_for_a_strangers_while_memory_is_away()
    {
        Answers("hello");
        await _bench.HandleAsync(await _bench.MentionAsync("<@UBOT> hi"));
        Remembering.Failure = Unreachable;
        ReadsMemory();
        var transition = await _bench.HandleAsync(await _bench.MentionAsync("and now?", """{"ts":"1700000005.000000","thread_ts":"1700000000.000100"}"""));
        Assert.IsType<ItemOutcome.Retry>(transition.Outcome);
        Assert.Single(transition.Append);
    }

    [Fact]
    public async Task Talk_among_people_waits_unnoticed_for_memory_and_is_left_alone_in_the_end()
    {
        Remembering.Failure = Unreachable;
        var transition = await _bench.HandleAsync(await _bench.MentionAsync("lunch?", """{"ts":"1700000005.000000","thread_ts":"1700000000.000100"}"""));
        while (transition.Outcome is ItemOutcome.Retry)
        {
            Assert.Empty(transition.Append);
            transition = await AgainAsync(transition);
        }

        Assert.Equal(ItemOutcome.Ignored("not addressed to the app"), transition.Outcome);
        Assert.Null(_bench.Agent.LastTurn);
    }

    private void Answers(string text) => _bench.Agent.Says(new AgentUpdate.Answer(text));

    private void ReadsMemory(string answer = "") => _bench.Agent.Reads(answer);

    private async Task<Transition> AgainAsync(Transition last)
    {
        _bench.Clock.Advance(Assert.IsType<ItemOutcome.Retry>(last.Outcome).Wait);
        return await _bench.HandleAsync(await _bench.ClaimAsync());
    }
}
