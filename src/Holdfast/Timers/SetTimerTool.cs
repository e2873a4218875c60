using System.Diagnostics;
using System.Text.Json;
using Holdfast.Items;
using Holdfast.Timers.Times;
using Holdfast.Tools;

namespace Holdfast.Timers;

/// <summary><c>set_timer</c>: reminds the one who asks, at a time.</summary>
public sealed class SetTimerTool(TimerSetter setter, TimerMetrics metrics) : IAgentTool
{
    /// <summary>The tool's name.</summary>
    public const string ToolName = "set_timer";

    private static readonly JsonElement Schema = JsonElement.Parse("""
        {
          "type": "object",
          "properties": {
            "when": {
              "type": "string",
              "description": "When it rings, in English, as the user said it: \"10 seconds\", \"2h30m\", \"tomorrow 9:00\", \"friday 17:00\", \"2027-01-05 14:30\", \"every weekday at 9:00\", \"every 90 minutes\", or \"cron 0 9 * * 1-5\". Write hours with am or pm, or of 24. Times are read in the user's own time zone; another one may stand behind: \"9:00 Europe/Berlin\"."
            },
            "label": { "type": "string", "description": "What it is for, in a few words of the user's. Left out when nothing was said." }
          },
          "required": ["when"],
          "additionalProperties": false
        }
        """);

    /// <inheritdoc/>
    public string Name => ToolName;

    /// <inheritdoc/>
    public string Description =>
        "Sets a timer or reminder for the user who asks. When it is due, a message that mentions the user is posted in this conversation by itself, once or repeatedly.";

    /// <inheritdoc/>
    public JsonElement Parameters => Schema;

    /// <inheritdoc/>
    public ToolPolicy DefaultPolicy => ToolPolicy.Auto;

    /// <inheritdoc/>
    public ToolReview Review(JsonElement arguments) => Read(arguments) is var (when, label, problem) && problem is null
        ? new ToolReview.Accepted(label.Length == 0 ? $"Set a timer: {when}" : $"Set a timer: {when}\nfor: {label}")
        : new ToolReview.Refused(problem!);

    /// <inheritdoc/>
    public async ValueTask<ToolResult> RunAsync(ToolCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var (when, label, problem) = Read(call.Arguments);
        if (problem is not null)
            return NotSet(problem);
        var place = new TimerPlace(call.Turn.Conversation, call.Turn.User, Activity.Current?.Id);
        var setting = await setter.SetAsync(when, label, place, cancellationToken);
        if (setting is TimerSetting.Refused refused)
            return NotSet(refused.Problem);
        var set = (TimerSetting.Set)setting;
        metrics.Set();
        var text = $"Timer {set.Timer.Id.ShortForm} is set. It rings in {TimerWording.RingsIn(set.Timer)}, on {TimerWording.LocalTime(set.Timer)}"
            + $"{(Recurrence.TryParse(set.Timer.Repeats, out var rule) ? $", and repeats {rule.Describe()}" : "")}, in this conversation. {set.Note}";
        return new ToolResult(text.TrimEnd()) { Effects = new Effects { Records = [set.Timer.ToRecord(), TimerAudit.Set(set.Timer)], Append = [set.Alarm] } };
    }

    private static ToolResult NotSet(string problem) => new($"Not set: {problem}") { IsError = true };

    private static (string When, string Label, string? Problem) Read(JsonElement json)
    {
        var arguments = new ToolArguments(json, "when", "label");
        var when = arguments.Text("when", TimeReader.MaxText);
        var label = arguments.Has("label") && json.GetProperty("label") is { ValueKind: JsonValueKind.String } text && text.ValueEquals("")
            ? ""
            : arguments.Text("label") ?? "";
        return (when ?? "", label, arguments.Problem ?? (when is null ? "\"when\" is missing." : null));
    }
}
