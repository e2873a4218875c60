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

    /// <summary>The user who waits for it, and gets a message when it fails for good; null for none.</summary>
    /// <param name="item">The item.</param>
    Addressee? WhoWaits(LaneItem item) => null;
}
