using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Storage;

namespace Holdfast.Interactions;

/// <summary>What happens with an interactive item that is none of Slack's interaction payloads.</summary>
public interface IInternalHandler
{
    /// <summary>The item kinds that it takes.</summary>
    IReadOnlyCollection<string> Kinds { get; }

    /// <summary>Deals with an item; as repeatable as <see cref="IActionHandler.HandleAsync"/>.</summary>
    /// <param name="work">The item.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken);

    /// <summary>Which workspace's an item is, so that it waits while that one's work rests; null for none's.</summary>
    /// <param name="item">The item.</param>
    string? TeamOf(LaneItem item) => WhoWaits(item)?.Team.Value;

    /// <summary>The user who waits for it, and gets a message when it fails for good; null for none.</summary>
    /// <param name="item">The item.</param>
    Addressee? WhoWaits(LaneItem item) => null;
}
