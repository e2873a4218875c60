using System.Text;
using System.Text.Json;
using Holdfast.Conversations;
using Holdfast.Storage;
using Holdfast.Text;
using Holdfast.Tools;

namespace Holdfast.Timers;

/// <summary><c>list_timers</c>: the timers of the one who asks.</summary>
public sealed class ListTimersTool(IRecordReader timers) : IAgentTool
{
    /// <summary>What the model calls it.</summary>
    public const string ToolName = "list_timers";

    private const int MaxListed = 50;

    private static readonly JsonElement Schema = JsonElement.Parse("""{ "type": "object", "properties": {}, "additionalProperties": false }""");

    /// <inheritdoc/>
    public string Name => ToolName;

    /// <inheritdoc/>
    public string Description => "Lists the pending timers of the user who asks: id, time, rule and label.";

    /// <inheritdoc/>
    public JsonElement Parameters => Schema;

    /// <inheritdoc/>
    public ToolPolicy DefaultPolicy => ToolPolicy.Auto;

    /// <inheritdoc/>
    public bool MayRunBesideOthers => true;

    /// <inheritdoc/>
    public ToolReview Review(JsonElement arguments) => new ToolArguments(arguments).Problem is { } problem
        ? new ToolReview.Refused(problem)
        : new ToolReview.Accepted("List your timers");

    /// <inheritdoc/>
    public async ValueTask<ToolResult> RunAsync(ToolCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var (here, team, user) = (call.Turn.Conversation, call.Turn.Conversation.Team.Value, call.Turn.User);
        var pending = await timers.GetPendingTimersAsync(team, user, MaxListed, cancellationToken);
        var count = await timers.CountPendingTimersAsync(team, user, cancellationToken);
        var shown = pending.Where(timer => MayBeSaid(timer, here)).ToList();
        var text = new StringBuilder(shown.Count == 0 ? "The user has no timers here." : $"{Quantities.Count(shown.Count, "timer")}:");
        foreach (var timer in shown)
            text.Append('\n').Append(TimerWording.PlainLine(timer));
        if (count > shown.Count)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\nNot listed here: {count - shown.Count}. The user sees all of them with /holdfast timer list.");
        return new ToolResult(text.ToString());
    }

    /// <summary>A timer set elsewhere isn't for everybody who reads here; in a direct message only its user reads.</summary>
    private static bool MayBeSaid(TimerRecord timer, ConversationId here) =>
        here.Channel.Value.StartsWith('D') || ConversationId.TryParse(timer.Conversation, out var there) && there.Channel == here.Channel;
}
