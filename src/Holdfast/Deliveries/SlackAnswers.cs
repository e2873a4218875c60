using System.Collections.Concurrent;
using Holdfast.Items;

namespace Holdfast.Deliveries;

/// <summary>
/// What came of other deliveries' calls lately. It tells a message that Slack does not take, whatever is tried, from a Slack that takes
/// nobody's. By workspace: Slack may fail for one of them.
/// </summary>
public sealed class SlackAnswers
{
    private readonly ConcurrentDictionary<(string Team, string Name), Method> _methods = [];

    private sealed class Method
    {
        private readonly Lock _lock = new();
        private DateTimeOffset _taken = DateTimeOffset.MinValue;
        private (ItemId Delivery, DateTimeOffset At) _failed = (default, DateTimeOffset.MinValue);
        private DateTimeOffset _failedBefore = DateTimeOffset.MinValue;

        public void Taken(DateTimeOffset at)
        {
            lock (_lock)
                _taken = at;
        }

        public void Failed(ItemId delivery, DateTimeOffset at)
        {
            lock (_lock)
            {
                if (_failed.Delivery != delivery)
                    _failedBefore = _failed.At;
                _failed = (delivery, at);
            }
        }

        public bool HasTakenSince(DateTimeOffset since)
        {
            lock (_lock)
                return _taken >= since;
        }

        public bool HasFailedOtherSince(ItemId delivery, DateTimeOffset since)
        {
            lock (_lock)
                return (_failed.Delivery == delivery ? _failedBefore : _failed.At) >= since;
        }
    }

    /// <summary>Slack took a call.</summary>
    internal void Taken(string team, string method, DateTimeOffset at) => Of(team, method).Taken(at);

    /// <summary>Slack did not take a delivery's call, for a reason that may pass.</summary>
    internal void Failed(string team, string method, ItemId delivery, DateTimeOffset at) => Of(team, method).Failed(delivery, at);

    /// <summary>
    /// Whether Slack has taken others since: calls of the same method, or, where nobody else made one, at least calls of other methods.
    /// </summary>
    /// <param name="team">The workspace.</param>
    /// <param name="method">The method.</param>
    /// <param name="delivery">The delivery whose calls do not count.</param>
    /// <param name="since">When its last call failed.</param>
    /// <param name="now">Now, on the same clock.</param>
    internal bool HasTakenOthers(string team, string method, ItemId delivery, DateTimeOffset since, DateTimeOffset now)
    {
        var own = Of(team, method);
        if (own.HasTakenSince(since))
            return true;

        // Others that fail are tried about as often as this one: looked at is twice as far back, so that none is missed by a moment.
        return !own.HasFailedOtherSince(delivery, since - (now - since))
            && _methods.Any(other => other.Key.Team == team && other.Key.Name != method && other.Value.HasTakenSince(since));
    }

    private Method Of(string team, string method) => _methods.GetOrAdd((team, method), static _ => new Method());
}
