using Holdfast.Items;

namespace Holdfast.Lanes;

/// <summary>
/// What follows when an item is given up on, whatever its queue and whoever gave up: it is appended by the very transition that
/// makes the item a dead letter, so nothing dies unheard.
/// </summary>
public interface IDeadLetterPlanner
{
    /// <summary>What is to be appended along with an item's death.</summary>
    /// <param name="item">The item.</param>
    /// <param name="error">Why it is given up on, without secrets or message text.</param>
    IReadOnlyList<NewItem> Plan(LaneItem item, string error);
}
