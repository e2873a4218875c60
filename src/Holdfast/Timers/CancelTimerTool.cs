using System.Diagnostics;
using System.Text.Json;
using Holdfast.Items;
using Holdfast.Tools;

namespace Holdfast.Timers;

/// <summary><c>cancel_timer</c>: takes back a timer of the one who asks.</summary>
public sealed class CancelTimerTool(TimerLookup lookup, TimeProvider time) : IAgentTool
{
    /// <summary>What the model calls it.</summary>
    public const string ToolName = "cancel_timer";

    private const int MaxId = 64;

    private static readonly JsonElement Schema = JsonElement.Parse("""
        {
          "type": "object",
          "properties": { "timer": { "type": "string", "description": "The timer's id, from set_timer or list_timers." } },
          "required": ["timer"],
          "additionalProperties": false
        }
        """);

    /// <inheritdoc/>
    public string Name => ToolName;

    /// <inheritdoc/>
    public string Description => "Cancels a pending timer of the user who asks.";

    /// <inheritdoc/>
    public JsonElement Parameters => Schema;

    /// <inheritdoc/>
    public ToolPolicy DefaultPolicy => ToolPolicy.Auto;

    /// <inheritdoc/>
    public ToolReview Review(JsonElement arguments) => Read(arguments) is var (id, problem) && problem is null
        ? new ToolReview.Accepted($"Cancel timer {id}")
        : new ToolReview.Refused(problem!);

    /// <inheritdoc/>
    public async ValueTask<ToolResult> RunAsync(ToolCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var (id, problem) = Read(call.Arguments);
        if (problem is not null)
            return NotCancelled(problem);
        var (timer, missing) = await lookup.FindAsync(call.Turn.Conversation.Team.Value, call.Turn.User, id, cancellationToken);
        return timer is null
            ? NotCancelled(missing)
            : new ToolResult($"Timer {timer.Id.ShortForm} is cancelled.") { Effects = new Effects { Append = [TimerOrder.Cancel(timer, time, Activity.Current?.Id)] } };
    }

    private static ToolResult NotCancelled(string problem) => new($"Not cancelled: {problem}") { IsError = true };

    private static (string Id, string? Problem) Read(JsonElement json)
    {
        var arguments = new ToolArguments(json, "timer");
        var id = arguments.Text("timer", MaxId);
        return (id ?? "", arguments.Problem ?? (id is null ? "\"timer\" is missing." : null));
    }
}
