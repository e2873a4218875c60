using Holdfast.Items;

namespace Holdfast.Lanes;

/// <summary>
/// What follows when an item becomes a dead letter, in any queue and for any reason: it is appended by the very transition that
/// makes the item a dead letter, so nothing dies unheard.
/// </summary>
public interface IDeadLetterPlanner
{
    /// <summary>What is to be appended along with an item's death.</summary>
    /// <param name="item">The item.</param>
    /// <param name="error">Why it failed, without secrets or message text.</param>
    IReadOnlyList<NewItem> Plan(LaneItem item, string error);
}
