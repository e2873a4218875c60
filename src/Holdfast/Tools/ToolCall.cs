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
public sealed record ToolCall(string Id, JsonElement Arguments, AgentTurn Turn, string? ApprovedBy)
{
    /// <summary>The calls of this run that came before, in their order; those before a crash among them.</summary>
    public IReadOnlyList<EarlierCall> Earlier { get; init; } = [];
}

/// <summary>A call that was made before in the same run.</summary>
/// <param name="Tool">The tool's name.</param>
/// <param name="Arguments">The arguments: a JSON object.</param>
/// <param name="Result">What the model was given.</param>
public sealed record EarlierCall(string Tool, JsonElement Arguments, string Result);

/// <summary>What a call led to.</summary>
/// <param name="Text">What the model gets.</param>
public sealed record ToolResult(string Text)
{
    /// <summary>Whether it failed.</summary>
    public bool IsError { get; init; }

    /// <summary>What it leads to: made true by the commit that journals the step, so it is there exactly when the step is.</summary>
    public Effects Effects { get; init; } = Effects.None;

    /// <summary>Pictures that belong to it, which <see cref="Effects"/> keep: the model is shown them where it sees.</summary>
    public IReadOnlyList<Attachment> Pictures { get; init; } = [];

    /// <summary>What it took of a model that the tool asked; null when it asked none.</summary>
    public AgentUsage? Usage { get; init; }
}
