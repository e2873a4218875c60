using Holdfast.Agents;
using Holdfast.Inbound;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Runs;
using Holdfast.Storage;
using Holdfast.Testing.Storage;
using Holdfast.Tests.Ingress;

namespace Holdfast.Tests.Runs;

/// <summary>What waited is answered together, where the operator wants it so.</summary>
[Trait("Req", "AS-2")]
public sealed class RunMergeTests : IAsyncDisposable
{
    private const string Thread = "1700000000.000100";
    private readonly RunBench _bench = new();
    private int _said;

    public RunMergeTests()
    {
        _bench.Options.WhenBusy = BusyPolicy.Merge;
        _bench.Agent.Says(new AgentUpdate.Answer("done"));
    }

    private static CancellationToken None => CancellationToken.None;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    [Trait("Req", "RS-18")]
    public async Task All_that_waits_of_one_person_is_asked_together_and_consumed_and_nobody_acts_in_anothers_name()
    {
        await SayAsync("<@UBOT> one");
        await SayAsync("two");
        await SayAsync("three", "U9");
        await SayAsync("four");
        var transition = await _bench.HandleAsync(await _bench.ClaimAsync());
        Assert.Equal("one\ntwo", _bench.Agent.LastTurn!.Content.Text);
        Assert.Equal((1, "one\ntwo"), (transition.Merged.Count, transition.Run!.Question.Text));
        Assert.Equal("one\ntwo", transition.Turns[0].Turn.Content.Text);
        await _bench.HandleAsync(await _bench.ClaimAsync());
        Assert.Equal(("U9", "three"), (_bench.Agent.LastTurn!.User, _bench.Agent.LastTurn.Content.Text));
        await _bench.HandleAsync(await _bench.ClaimAsync());
        Assert.Equal("four", _bench.Agent.LastTurn!.Content.Text);
        Assert.Empty(await _bench.Memory.ClaimAsync(LaneQueue.Inbound, new WorkerId("w"), 1, TimeSpan.FromDays(1), None));
    }

    [Fact]
    public async Task Without_that_wish_each_is_answered_alone()
    {
        _bench.Options.WhenBusy = BusyPolicy.Queue;
        await SayAsync("<@UBOT> one");
        await SayAsync("two");
        Assert.Empty((await _bench.HandleAsync(await _bench.ClaimAsync())).Merged);
        await _bench.HandleAsync(await _bench.ClaimAsync());
        Assert.Equal("two", _bench.Agent.LastTurn!.Content.Text);
    }

    [Fact]
    public async Task What_failed_and_is_tried_again_leaves_the_others_waiting_and_takes_them_along_the_next_time()
    {
        _bench.Agent.Fails(new AgentException("Later.", isTransient: true));
        await SayAsync("<@UBOT> one");
        await SayAsync("two");
        Assert.Empty((await _bench.HandleAsync(await _bench.ClaimAsync())).Merged);
        await SayAsync("three");
        _bench.Clock.Advance(TimeSpan.FromSeconds(1));
        _bench.Agent.Says(new AgentUpdate.Answer("done"));
        Assert.Equal(2, (await _bench.HandleAsync(await _bench.ClaimAsync())).Merged.Count);
        Assert.Equal("one\ntwo\nthree", _bench.Agent.LastTurn!.Content.Text);
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task After_a_crash_before_any_step_all_is_asked_together_again_and_nothing_is_lost()
    {
        _bench.Agent.Fails(new TimeoutException("the plug was pulled"));
        await SayAsync("<@UBOT> one");
        await SayAsync("two");
        var claim = await _bench.ClaimAsync();
        await Assert.ThrowsAsync<TimeoutException>(() => _bench.BeginAsync(claim));
        _bench.Agent.Says(new AgentUpdate.Answer("done"));
        Assert.Single((await _bench.HandleAsync(await _bench.CrashAsync())).Merged);
        Assert.Equal("one\ntwo", _bench.Agent.LastTurn!.Content.Text);
    }

    [Fact]
    [Trait("Req", "RS-3")]
    [Trait("Req", "AS-15")]
    public async Task After_a_crash_in_the_middle_the_run_goes_on_with_the_same_messages_and_what_came_meanwhile_waits()
    {
        _bench.Agent.Script = (_, _) => Interrupted();
        await SayAsync("<@UBOT> one");
        await SayAsync("two");
        var claim = await _bench.ClaimAsync();
        await Assert.ThrowsAsync<TimeoutException>(() => _bench.BeginAsync(claim));
        await SayAsync("three");
        _bench.Agent.Says(new AgentUpdate.Answer("done"));

        // What the tool did was done for both: neither is asked again by a run of its own.
        Assert.Single((await _bench.HandleAsync(await _bench.CrashAsync())).Merged);
        Assert.Equal("one\ntwo", _bench.Agent.LastTurn!.Content.Text);
        await _bench.HandleAsync(await _bench.ClaimAsync());
        Assert.Equal("three", _bench.Agent.LastTurn!.Content.Text);

        static async IAsyncEnumerable<AgentUpdate> Interrupted()
        {
            await Task.Yield();
            yield return new AgentUpdate.StepStarted(StepKinds.Tool, "search");
            yield return new AgentUpdate.StepFinished("found");
            yield return new AgentUpdate.StepStarted(StepKinds.Model, "m");
            throw new TimeoutException("the plug was pulled");
        }
    }

    [Fact]
    [Trait("Req", "RS-5")]
    public async Task What_is_given_up_on_takes_its_messages_along_and_a_replay_asks_them_all_again()
    {
        _bench.Agent.Fails(new InvalidOperationException("a defect"));
        await SayAsync("<@UBOT> one");
        await SayAsync("two");
        var claim = await _bench.ClaimAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => _bench.BeginAsync(claim));
        await _bench.Memory.CommitAsync(_bench.Executor.GiveUp(claim, new InvalidOperationException("a defect")), None);
        Assert.Empty(await _bench.Memory.ClaimAsync(LaneQueue.Inbound, new WorkerId("w"), 1, TimeSpan.FromDays(1), None));

        _bench.Agent.Says(new AgentUpdate.Answer("done"));
        await _bench.Memory.ReplayAsync(claim.Item.Id, [], None);
        await _bench.HandleAsync(await _bench.ClaimAsync());
        Assert.Equal("one\ntwo", _bench.Agent.LastTurn!.Content.Text);
    }

    [Fact]
    public async Task Past_an_item_that_is_no_message_nothing_is_taken_out_of_its_turn()
    {
        await SayAsync("<@UBOT> one");
        var resume = RunItems.ToResume(ItemId.New(_bench.Clock), $"T1/C1/{Thread}", "U1", _bench.Clock, null) with { OrderKey = 1_700_000_000_500_000 };
        await _bench.Memory.AppendAsync([resume], None);
        await SayAsync("two");
        Assert.Empty((await _bench.HandleAsync(await _bench.ClaimAsync())).Merged);
        Assert.Equal("one", _bench.Agent.LastTurn!.Content.Text);
    }

    /// <summary>The message may be answered as it was before.</summary>
    [Fact]
    public async Task An_edit_that_is_yet_to_be_judged_and_what_came_after_it_stay_out_of_it()
    {
        await SayAsync("<@UBOT> one");
        var envelope = Envelopes.Event($$"""{"type":"app_mention","text":"<@UBOT> edited","ts":"1700000000.500000","thread_ts":"{{Thread}}"}""");
        var message = Assert.IsType<Route.ToLane>(EventRouter.Route(envelope, Envelopes.Me)).Message;
        var edit = message.ToItem(ItemId.New(_bench.Clock), message.ToPayload(envelope.Payload.Span), traceParent: null) with { Kind = InboundKinds.EditedMention };
        await _bench.Memory.AppendAsync([edit], None);
        await SayAsync("two");
        Assert.Empty((await _bench.HandleAsync(await _bench.ClaimAsync())).Merged);
        Assert.Equal("one", _bench.Agent.LastTurn!.Content.Text);
    }

    private Task SayAsync(string text, string user = "U1")
    {
        var thread = _said == 0 ? "" : $$""","thread_ts":"{{Thread}}" """;
        return _bench.AppendMentionAsync(text, $$"""{"user":"{{user}}","ts":"170000000{{_said++}}.000100"{{thread}} }""");
    }
}
