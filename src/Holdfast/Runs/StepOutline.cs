namespace Holdfast.Runs;

/// <summary>A step for a list: its texts cut short, with their whole lengths, so that a run of any size can be looked at.</summary>
/// <param name="Step">The step, its texts cut to the length that was asked for, and without <see cref="RunStep.Resume"/>.</param>
/// <param name="InputLength">Characters of the whole input.</param>
/// <param name="OutputLength">Characters of the whole output.</param>
public sealed record StepOutline(RunStep Step, int InputLength, int OutputLength);
