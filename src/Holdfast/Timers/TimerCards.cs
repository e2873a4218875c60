using Holdfast.Conversations;
using Holdfast.Deliveries;
using Holdfast.Items;
using Holdfast.Slack;
using Holdfast.Slack.BlockKit;
using Holdfast.Text;

namespace Holdfast.Timers;

/// <summary>The message with which a timer rings, and what becomes of it when somebody presses its buttons.</summary>
public sealed class TimerCards(MessageComposer messages)
{
    /// <summary>The action of the button that lets it ring again in 10 minutes; its value is the timer's id.</summary>
    public const string SnoozeShort = "timer.snooze_10m";

    /// <summary>The action of the button that lets it ring again in an hour; its value is the timer's id.</summary>
    public const string SnoozeLong = "timer.snooze_1h";

    /// <summary>The action of the button that ticks it off; its value is the timer's id.</summary>
    public const string Done = "timer.done";

    /// <summary>The action of the button that cancels it; its value is the timer's id.</summary>
    public const string Cancel = "timer.cancel";

    /// <summary>How long each button lets it sleep.</summary>
    internal static IReadOnlyDictionary<string, TimeSpan> Snoozes { get; } = new Dictionary<string, TimeSpan>(StringComparer.Ordinal)
    {
        [SnoozeShort] = TimeSpan.FromMinutes(10),
        [SnoozeLong] = TimeSpan.FromHours(1),
    };

    /// <summary>What a timer rings with.</summary>
    /// <param name="ring">The ring.</param>
    internal static IReadOnlyList<Block> Notice(TimerRing ring)
    {
        var id = ring.Timer.Id;
        List<BlockElement> buttons = [Button("Snooze 10 min", SnoozeShort, id), Button("Snooze 1 h", SnoozeLong, id), Button("Done", Done, id) with { Style = "primary" }];
        if (ring.Next is not null)
            buttons.Add(CancelButton(ring.Timer));
        return [Parts.Section(TimerWording.Call(ring)), Parts.Small(TimerWording.Details(ring)), Parts.Row(buttons)];
    }

    /// <summary>The message as it looks once somebody has pressed a button.</summary>
    /// <param name="timer">The timer as it stands now.</param>
    /// <param name="message">The message.</param>
    /// <param name="outcome">What became of it, in mrkdwn.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    public NewItem Change(TimerRecord timer, SlackTs message, string outcome, string? traceParent)
    {
        ArgumentNullException.ThrowIfNull(timer);
        List<Block> blocks = [Parts.Section($"⏰ {TimerWording.Named(timer)}"), Parts.Small(outcome)];
        if (timer.Status == TimerStatus.Pending)
            blocks.Add(Parts.Row(CancelButton(timer)));
        return messages.Update(ConversationId.Parse(timer.Conversation), timer.Id, message, $"⏰ {TimerWording.Named(timer)}: {outcome}", blocks, traceParent);
    }

    /// <summary>The button that cancels a timer, wherever it is shown.</summary>
    /// <param name="timer">The timer.</param>
    internal static ButtonElement CancelButton(TimerRecord timer) => Button("Cancel timer", Cancel, timer.Id) with { Style = "danger" };

    private static ButtonElement Button(string text, string action, ItemId timer) => Parts.Button(action, text, timer.ToString());
}
