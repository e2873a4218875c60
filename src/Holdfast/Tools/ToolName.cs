namespace Holdfast.Tools;

/// <summary>The name of a tool that was registered: known before anything the tool needs is.</summary>
/// <param name="Value">The name.</param>
public sealed record ToolName(string Value);
