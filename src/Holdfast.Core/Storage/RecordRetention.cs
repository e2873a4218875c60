namespace Holdfast.Storage;

/// <summary>How long a feature's records are kept once they have ended. Registered by the feature; those of a kind without one go with their run, or stay.</summary>
/// <param name="Kind">Their kind.</param>
/// <param name="Keep">How long, whenever it is asked.</param>
public sealed record RecordRetention(string Kind, Func<TimeSpan> Keep);
