namespace Holdfast.Lanes;

/// <summary>The hold under which work was being done is gone; another holder does, or has done, the work.</summary>
/// <param name="claim">The hold that was lost.</param>
public sealed class LostLeaseException(Claim claim)
    : Exception($"The hold on lane {claim?.Item.Lane} (fence {claim?.Fence}) was lost. Another holder has the item; this work was dropped.");
