using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Slack;
using Holdfast.Storage;
using Holdfast.Testing;
using Holdfast.Testing.Storage;
using Microsoft.Extensions.Options;

namespace Holdfast.Tests.Conversations;

public sealed class StoredMemoryTests
{
    private static readonly ConversationId Here = new(new TeamId("T1"), new ChannelId("C1"), new SlackTs("1700000000.000100"));
    private readonly FakeClock _clock = new();

    [Fact]
    [Trait("Req", "CX-3")]
    public async Task A_conversation_is_remembered_for_its_time_after_its_last_turn_and_only_the_newest_turns_of_it()
    {
        await using var store = new InMemoryStore(_clock);
        var memory = new StoredMemory(store, Options.Create(new MemoryOptions { TimeToLive = TimeSpan.FromHours(1), MaxTurns = 2 }), _clock);
        await store.AppendAsync([_clock.Item("a", "x")], CancellationToken.None);
        var claim = Assert.Single(await store.ClaimAsync(LaneQueue.Inbound, new WorkerId("w"), 1, TimeSpan.FromDays(1), CancellationToken.None));

        foreach (var text in (string[])["1", "2", "3"])
        {
            await store.CommitAsync(
                new Transition { Claim = claim, Outcome = ItemOutcome.Checkpoint, Turns = [new NewTurn(Here.ToString(), new Turn(Turn.User, text))] }, CancellationToken.None);

            // Each turn renews the time of all.
            _clock.Advance(TimeSpan.FromMinutes(59));
        }

        Assert.Equal(["2", "3"], (await memory.RecallAsync(Here, run: null, CancellationToken.None)).Select(turn => turn.Content.Text));
        Assert.Empty(await memory.RecallAsync(Here with { Thread = null }, run: null, CancellationToken.None));
        Assert.Equal((true, false), (await memory.KnowsAsync(Here, CancellationToken.None), await memory.KnowsAsync(Here with { Thread = null }, CancellationToken.None)));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, (await memory.RecallAsync(Here, run: null, CancellationToken.None)).Count);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Empty(await memory.RecallAsync(Here, run: null, CancellationToken.None));
        Assert.False(await memory.KnowsAsync(Here, CancellationToken.None));
    }

    [Theory]
    [Trait("Req", "CX-13")]
    [InlineData(new int[0], 0)]
    [InlineData(new[] { 50, 60, 40 }, 2)]
    [InlineData(new[] { 50, 61, 40 }, 1)]
    [InlineData(new[] { 1, 1, 500 }, 1)]
    [InlineData(new[] { 1, 1, 1, 1, 1 }, 4)]
    public void The_newest_turns_that_fit_are_kept_and_the_newest_whatever_its_length(int[] lengths, int fitting) =>
        Assert.Equal(
            fitting,
            new MemoryOptions { MaxTurns = 4, MaxCharacters = 100 }.Fitting([.. lengths.Select(length => new Turn(Turn.User, new string('x', length)))]));
}
