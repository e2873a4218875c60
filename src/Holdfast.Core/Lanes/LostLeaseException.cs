using Holdfast.Items;

namespace Holdfast.Lanes;

/// <summary>The hold under which work was being done is gone, or will be in a moment; another holder does, or has done, the work.</summary>
public sealed class LostLeaseException : Exception
{
    /// <summary>The store says so.</summary>
    /// <param name="claim">The hold that was lost.</param>
    public LostLeaseException(Claim claim)
        : base($"The hold on lane {claim?.Item.Lane} (fence {claim?.Fence}) was lost. Another holder has the item; this work was dropped.") => Claim = claim;

    /// <summary>The holder's own clock says so, before an effect.</summary>
    /// <param name="claim">The hold.</param>
    /// <param name="left">For how long it is good.</param>
    /// <param name="needed">For how long it would have to be.</param>
    public LostLeaseException(Claim claim, TimeSpan left, TimeSpan needed)
        : base(
            left > TimeSpan.Zero
                ? $"The hold on lane {claim?.Item.Lane} (fence {claim?.Fence}) is good for {left.TotalSeconds:0.0} s more, and {needed.TotalSeconds:0.0} s are needed: "
                    + "it was not renewed in time. Nothing was sent; the item goes back to its lane."
                : $"The hold on lane {claim?.Item.Lane} (fence {claim?.Fence}) lapsed {-left.TotalSeconds:0.0} s ago: the process was held up, or the store did not "
                    + "answer. Another holder may have the item; nothing was sent, and this work was dropped.") => Claim = claim;

    /// <summary>The hold.</summary>
    public Claim? Claim { get; }
}
