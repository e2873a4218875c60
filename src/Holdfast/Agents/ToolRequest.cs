namespace Holdfast.Agents;

/// <summary>A call that somebody must approve first.</summary>
/// <param name="CallId">The model's name for the call.</param>
/// <param name="Tool">The tool.</param>
/// <param name="Shown">What would be done, in full.</param>
public sealed record ToolRequest(string CallId, string Tool, string Shown);
