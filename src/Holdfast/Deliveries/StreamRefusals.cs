using Holdfast.Workspaces;

namespace Holdfast.Deliveries;

/// <summary>Remembers in which workspaces messages cannot be streamed.</summary>
/// <param name="time">The clock.</param>
public sealed class StreamRefusals(TimeProvider time) : FeatureRefusals([], time);
