namespace Holdfast.Lanes;

/// <summary>For how long a claim is good without another renewal, the same for all pumps of a worker.</summary>
/// <param name="Length">How long.</param>
public sealed record LaneLease(TimeSpan Length);
