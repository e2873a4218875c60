using System.Text;
using Holdfast.Deliveries;
using Holdfast.Inbound;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Operators;
using Holdfast.Storage;
using Holdfast.Tests.Admission;
using Holdfast.Timers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Tests.Interactions;

/// <summary>What is kept of clicks, commands and orders that were given up on.</summary>
[Trait("Req", "SE-4")]
public sealed class RemainsTests : IAsyncLifetime
{
    private ClickBench _bench = null!;
    private InteractionHandler _handler = null!;

    public async ValueTask InitializeAsync()
    {
        _bench = await ClickBench.StartAsync();
        _handler = new InteractionHandler(
            [new Commands()], [], _bench.Store, new MessageComposer(_bench.Clock), _bench.Receipts, _bench.Responder, _bench.Workspaces, OpenAdmission.Everybody, _bench.Clock, NullLogger<InteractionHandler>.Instance);
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task No_address_to_answer_at_is_left_and_everything_else_is()
    {
        var click = (await _bench.ClickAsync("a", "v", $$"""{"response_url":"{{_bench.ResponseUrl}}"}""")).Work;
        var command = (await _bench.CommandAsync("pause", responseUrl: _bench.ResponseUrl)).Work;
        foreach (var work in (LaneWork[])[click, command])
        {
            var again = await LeftOfAsync(work);
            Assert.Equal((null, ""), (again.ResponseUrl, again.TriggerId));
            Assert.Equal(Interaction.Read(work)! with { Work = again.Work, ResponseUrl = null, TriggerId = "" }, again);
        }
    }

    [Fact]
    public void An_order_is_carried_out_without_the_address_and_its_answer_goes_where_it_was_typed()
    {
        var order = new OperatorOrders(OperatorOrders.Pause, "U1")
        {
            AnswerTo = new Addressee(new("T1"), new("U1"), new("C1")) { ResponseUrl = new Uri("https://hooks.slack.com/commands/T1/2/secret") },
        };
        var item = order.ToItem(_bench.Clock);
        var left = _handler.Remains(ItemOf(item.Kind, item.Payload))!.Value;
        Assert.DoesNotContain("secret", Encoding.UTF8.GetString(left.Span), StringComparison.Ordinal);
        Assert.Equal(order with { AnswerTo = order.AnswerTo with { ResponseUrl = null } }, OperatorOrders.Read(ItemOf(item.Kind, left)));
    }

    /// <summary>It may wait there for long, and is no click any more.</summary>
    [Fact]
    public async Task A_decision_goes_into_the_lane_of_its_thing_without_the_address()
    {
        var click = await _bench.ClickAsync("a", "v", $$"""{"response_url":"{{_bench.ResponseUrl}}"}""");
        Assert.NotNull(click.Addressee.ResponseUrl);
        var item = Decision.Of(click, click.Item.Id).ToItem(TimerDecisions.Kind, "timer/1", _bench.Clock, click);
        Assert.DoesNotContain("respond", Encoding.UTF8.GetString(item.Payload.Span), StringComparison.Ordinal);
        Assert.Equal(click.Addressee with { ResponseUrl = null }, Decision.Read(ItemOf(item.Kind, item.Payload)).By);
    }

    private async Task<Interaction> LeftOfAsync(LaneWork work)
    {
        var left = _handler.Remains(work.Item)!.Value;
        return Interaction.Read(await _bench.WorkAsync(work.Item.Kind, left.ToArray()))!;
    }

    private static LaneItem ItemOf(string kind, ReadOnlyMemory<byte> payload) => new()
    {
        Id = default, Sequence = 1, Queue = LaneQueue.Orders, Lane = "l", Kind = kind, Payload = payload, OrderKey = 0, EnqueuedAt = default, Attempt = 0, InDoubt = false,
    };

    private sealed class Commands : IActionHandler
    {
        public IReadOnlyCollection<string> Actions => [InteractionKinds.SlashCommand];

        public ValueTask<Transition> HandleAsync(Interaction interaction, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
