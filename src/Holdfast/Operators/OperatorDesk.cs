using Holdfast.Interactions;
using Holdfast.Lanes;
using Holdfast.Slack;
using Holdfast.Storage;
using Microsoft.Extensions.Options;

namespace Holdfast.Operators;

/// <summary>Carries out orders from the server's own machine, and knows who is an operator.</summary>
public sealed class OperatorDesk(PauseSwitch pause, IOptions<OperatorOptions> options) : IInternalHandler
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> Kinds => [InteractionKinds.OperatorOrder];

    /// <summary>Whether a user is an operator.</summary>
    /// <param name="user">The user.</param>
    public bool IsOperator(UserId user) => options.Value.Users.Contains(user.Value);

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var order = OperatorOrders.Read(work.Item);
        await pause.SetAsync(work, order.Order == OperatorOrders.Pause, order.By, cancellationToken);
        return new Transition { Claim = work.Claim, Outcome = ItemOutcome.Answered };
    }
}
