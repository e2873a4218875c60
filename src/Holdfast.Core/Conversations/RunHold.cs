using Holdfast.Items;

namespace Holdfast.Conversations;

/// <summary>A run, as memory outside of the store has to know it.</summary>
/// <param name="Run">The run.</param>
/// <param name="Fence">
/// Of the hold under which it is at work, see <see cref="Claim.Fence"/>: a worker that comes back after another has taken the conversation
/// over has a lower one, and must not write over what that one remembers.
/// </param>
public sealed record RunHold(ItemId Run, long Fence);
