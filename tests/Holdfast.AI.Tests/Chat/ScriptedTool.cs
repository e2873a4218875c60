using System.Text.Json;
using Holdfast.Tools;

namespace Holdfast.AI.Tests.Chat;

/// <summary>A tool that does what a test says, and keeps what was asked of it.</summary>
internal sealed class ScriptedTool(string name, ToolPolicy policy, Func<ToolCall, CancellationToken, ValueTask<ToolResult>> run) : IAgentTool
{
    public ScriptedTool(string name, ToolPolicy policy, string result = "done")
        : this(name, policy, (_, _) => new(new ToolResult(result)))
    {
    }

    public List<ToolCall> Calls { get; } = [];

    public Func<JsonElement, ToolReview> Reviews { get; init; } = arguments => new ToolReview.Accepted($"{name} {arguments.GetRawText()}");

    public string Name => name;

    public string Description => $"Does {name}.";

    public JsonElement Parameters { get; } = JsonElement.Parse("""{"type":"object","properties":{"n":{"type":"number"}}}""");

    public ToolPolicy DefaultPolicy => policy;

    public bool IsRepeatable { get; init; } = true;

    public bool MayRunBesideOthers { get; init; }

    public ToolReview Review(JsonElement arguments) => Reviews(arguments);

    public ValueTask<ToolResult> RunAsync(ToolCall call, CancellationToken cancellationToken)
    {
        lock (Calls)
            Calls.Add(call);
        return run(call, cancellationToken);
    }
}
