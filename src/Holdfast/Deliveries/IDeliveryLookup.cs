using Holdfast.Lanes;

namespace Holdfast.Deliveries;

/// <summary>Finds out whether a delivery in doubt has had its effect.</summary>
public interface IDeliveryLookup
{
    /// <summary>
    /// The method by which such a delivery is looked up; null when there is nothing to look for, because the delivery comes to
    /// the same when it is repeated (an update, a reaction).
    /// </summary>
    /// <param name="plan">The delivery.</param>
    string? MethodFor(DeliveryPlan plan);

    /// <summary>The message that the delivery made; null when there is none.</summary>
    /// <param name="plan">The delivery.</param>
    /// <param name="item">Its item.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="Holdfast.Slack.SlackException">Slack could not be asked: the doubt remains.</exception>
    ValueTask<FoundMessage?> FindAsync(DeliveryPlan plan, LaneItem item, CancellationToken cancellationToken);
}

/// <summary>A message that is there already.</summary>
/// <param name="Channel">Its channel.</param>
/// <param name="Ts">Its timestamp.</param>
public sealed record FoundMessage(string Channel, string Ts);
