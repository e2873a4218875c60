using System.Collections.Concurrent;
using Holdfast.Items;

namespace Holdfast.Interactions;

/// <summary>
/// Whether acknowledgements went out. A modal is opened after its click was acknowledged, and not at all when that could not
/// be done: Slack has shown the person a failure by then.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class AckReceipts(TimeProvider time)
{
    /// <summary>An acknowledgement that has not gone out by then goes out too late to matter.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>
    /// After so long it is no longer asked for. Of several workers it is often another that handles the item, and this one never hears of it
    /// again.
    /// </summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private const int MaxKept = 10_000;

    private readonly ConcurrentDictionary<ItemId, TaskCompletionSource<bool>> _expected = [];
    private readonly Queue<ItemId> _oldestFirst = [];

    /// <summary>How many are kept at this moment.</summary>
    internal int Count => _expected.Count;

    /// <summary>An acknowledgement is on its way, for an item that is about to be appended.</summary>
    /// <param name="item">The item.</param>
    public void Expect(ItemId item)
    {
        _expected[item] = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var now = time.GetUtcNow();
        lock (_oldestFirst)
        {
            _oldestFirst.Enqueue(item);
            while (_oldestFirst.TryPeek(out var oldest) && (_oldestFirst.Count > MaxKept || now - oldest.MadeAt > Kept))
                _expected.TryRemove(_oldestFirst.Dequeue(), out _);
        }
    }

    /// <summary>It went out, or could not.</summary>
    /// <param name="item">The item.</param>
    /// <param name="sent">Whether it did.</param>
    public void Sent(ItemId item, bool sent)
    {
        if (_expected.TryGetValue(item, out var expected))
            expected.TrySetResult(sent);
    }

    /// <summary>It is no longer needed.</summary>
    /// <param name="item">The item.</param>
    public void Forget(ItemId item) => _expected.TryRemove(item, out _);

    /// <summary>
    /// Whether it went out, as soon as that is known. Of an item that another process took in it is not known here: another worker sends
    /// it in this moment; one that has died did not, but then the item is old.
    /// </summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<bool> WasSentAsync(ItemId item, CancellationToken cancellationToken)
    {
        if (!_expected.TryGetValue(item, out var expected))
            return time.GetUtcNow() - item.MadeAt < Patience;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var late = Task.Delay(Patience, time, limit.Token);
        var isKnown = await Task.WhenAny(expected.Task, late) == expected.Task;
        await limit.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return isKnown && await expected.Task;
    }
}
