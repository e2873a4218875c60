using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Storage;

namespace Holdfast.Operators;

/// <summary>Carries out orders, wherever they were given: in Slack, at the server's own machine, from the command line.</summary>
public sealed class OrderExecutor(PauseSwitch pause, OrderWaits waits, TimeProvider time) : IInternalHandler
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> Kinds => [OperatorOrders.Kind];

    /// <inheritdoc/>
    public Addressee? WhoWaits(LaneItem item) => OperatorOrders.Read(item).AnswerTo;

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var order = OperatorOrders.Read(work.Item);
        var isPaused = order.Order switch
        {
            OperatorOrders.Pause => true,
            OperatorOrders.Resume => false,
            _ => throw new NotSupportedException("Unknown order: it comes from a newer version of Holdfast."),
        };
        var outcome = await pause.SetAsync(work, isPaused, order.By, order.Team, done => Answers(work.Item, order, done), cancellationToken);
        waits.Done(work.Item.Id, outcome);
        return work.Done();
    }

    /// <summary>Answered once, also where the process dies between the order and the end of its item: then it finds its own work done.</summary>
    private IReadOnlyList<NewItem> Answers(LaneItem item, OperatorOrders order, PauseOutcome outcome) => order.AnswerTo is { } to
        ? [new Answer(to, PauseWording.Of(outcome)).ToItem(time, item) with { DedupeKey = $"answer:{item.Id}" }]
        : [];
}
