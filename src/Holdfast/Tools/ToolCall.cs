using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Items;
using Holdfast.Records;

namespace Holdfast.Tools;

/// <summary>A call of a tool.</summary>
/// <param name="Id">The model's name for the call, unique within the run.</param>
/// <param name="Arguments">The arguments: a JSON object.</param>
/// <param name="Turn">For whom and where.</param>
/// <param name="ApprovedBy">Who approved it; null when it needed no approval.</param>
public sealed record ToolCall(string Id, JsonElement Arguments, AgentTurn Turn, string? ApprovedBy);

/// <summary>What a call led to.</summary>
/// <param name="Text">What the model gets.</param>
public sealed record ToolResult(string Text)
{
    /// <summary>Whether it failed.</summary>
    public bool IsError { get; init; }

    /// <summary>Items to append in the commit that journals the step: then they are there exactly when the step is.</summary>
    public IReadOnlyList<NewItem> Append { get; init; } = [];

    /// <summary>Jobs to begin, likewise.</summary>
    public IReadOnlyList<Job> Jobs { get; init; } = [];

    /// <summary>Timers to set, likewise.</summary>
    public IReadOnlyList<TimerRecord> Timers { get; init; } = [];
}
