namespace Holdfast.Operators;

/// <summary>What became of an order to pause or to resume, as the store says.</summary>
/// <param name="Before">How it was when the order's turn came; null for at work.</param>
/// <param name="Now">How it is since.</param>
public sealed record PauseOutcome(PauseState? Before, PauseState? Now)
{
    /// <summary>Whether it was so already.</summary>
    public bool WasSo => Before is null == Now is null;
}
