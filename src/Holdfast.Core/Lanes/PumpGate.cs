namespace Holdfast.Lanes;

/// <summary>A gate that a pump waits at.</summary>
/// <param name="Gate">While it is closed nothing is claimed.</param>
/// <param name="Interrupts">Whether its closing ends the work in hand as well: that goes back to its lanes, and on when the gate opens.</param>
public sealed record PumpGate(WorkGate Gate, bool Interrupts = false);
