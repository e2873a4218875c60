using Holdfast.Items;
using Holdfast.Lanes;

namespace Holdfast.Sessions;

/// <summary>What the agent is at work on in a session.</summary>
/// <param name="Run">The run.</param>
/// <param name="HadBegun">Whether it had begun before, here or elsewhere.</param>
/// <param name="Hold">Its hold; null for none.</param>
internal sealed record SessionWork(ItemId Run, bool HadBegun, LaneHold? Hold)
{
    /// <summary>Whether nobody else can have ended it.</summary>
    public bool IsHeld => Hold is null || Hold.Left > TimeSpan.Zero;
}
