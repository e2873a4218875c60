using System.Collections.Concurrent;
using Holdfast.Items;

namespace Holdfast.Operators;

/// <summary>Those who gave an order to this very process and wait for what became of it.</summary>
public sealed class OrderWaits
{
    private readonly ConcurrentDictionary<ItemId, TaskCompletionSource<PauseOutcome>> _waiting = [];

    /// <summary>Gives an order, and returns when it has been carried out.</summary>
    /// <param name="order">The order's item.</param>
    /// <param name="give">Appends it.</param>
    /// <param name="cancellationToken">Ends the wait; what was appended is carried out all the same.</param>
    public async Task<PauseOutcome> CarryOutAsync(ItemId order, Func<Task> give, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(give);
        var done = new TaskCompletionSource<PauseOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[order] = done;
        try
        {
            await give();
            return await done.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            _waiting.TryRemove(order, out _);
        }
    }

    /// <summary>An order has been carried out.</summary>
    /// <param name="order">The order's item.</param>
    /// <param name="outcome">What became of it.</param>
    public void Done(ItemId order, PauseOutcome outcome)
    {
        if (_waiting.TryGetValue(order, out var waiting))
            waiting.TrySetResult(outcome);
    }
}
