using Holdfast.Workspaces;

namespace Holdfast.Sessions;

/// <summary>Remembers which workspaces have no sessions of agents, or none for this app.</summary>
/// <param name="time">The clock.</param>
public sealed class SessionRefusals(TimeProvider time) : FeatureRefusals(["not_authorized"], time);
