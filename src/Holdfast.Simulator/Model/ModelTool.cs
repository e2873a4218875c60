namespace Holdfast.Simulator.Model;

/// <summary>A tool the model is offered.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Description">What the model is told about it; empty when nothing was said.</param>
/// <param name="Parameters">The JSON Schema of its arguments as JSON text; null when it takes none.</param>
public sealed record ModelTool(string Name, string Description, string? Parameters);

/// <summary>A tool the model wants called, or was shown to have called earlier.</summary>
/// <param name="Name">The tool's name.</param>
/// <param name="Arguments">Its arguments as JSON text.</param>
public sealed record ModelToolCall(string Name, string Arguments)
{
    /// <summary>The call's id; the provider gives one to a call that has none.</summary>
    public string? Id { get; init; }
}

/// <summary>What came of a call, as the bot told the model.</summary>
/// <param name="Call">The call it answers.</param>
/// <param name="Text">The tool message's text.</param>
public sealed record ModelToolResult(ModelToolCall Call, string Text)
{
    /// <summary>The pictures that it came with.</summary>
    public IReadOnlyList<ModelImage> Images { get; init; } = [];
}
