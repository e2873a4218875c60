using Holdfast.Caching;
using Holdfast.Items;

namespace Holdfast.Deliveries;

/// <summary>
/// The messages that this process lets grow. Whoever writes one and the delivery that takes its place meet here; a delivery that finds nothing, after a
/// crash or in another worker, puts the whole answer in its place.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class LiveMessages(TimeProvider time)
{
    private const int MaxKept = 10_000;

    /// <summary>Longer than a run takes and its answer waits, mostly; after it the answer replaces what stands there.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    private readonly ExpiringCache<ItemId, LiveMessage> _messages = new(Memory, MaxKept, time);

    /// <summary>The message that a delivery posts, or has posted.</summary>
    /// <param name="delivery">The delivery.</param>
    internal LiveMessage Open(ItemId delivery)
    {
        if (Find(delivery) is { } known)
            return known;
        var message = new LiveMessage(delivery);
        _messages.Set(delivery, message);
        return message;
    }

    /// <summary>The message of a delivery; null when nobody here writes it.</summary>
    /// <param name="delivery">The delivery.</param>
    internal LiveMessage? Find(ItemId delivery) => _messages.TryGet(delivery, out var message) ? message : null;
}
