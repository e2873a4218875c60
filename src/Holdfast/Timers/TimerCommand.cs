using Holdfast.Commands;
using Holdfast.Conversations;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Slack;
using Holdfast.Storage;
using Holdfast.Text;

namespace Holdfast.Timers;

/// <summary><c>/holdfast timer 10s tea</c>, <c>timer list</c>, and <c>timer cancel ID</c>.</summary>
public sealed class TimerCommand(
    TimerSetter setter, TimerLookup lookup, TimerPlaces places, IRecordReader timers, TimerMetrics metrics, TimeProvider time) : ISubcommand
{
    private const int MaxListed = 20;

    private const string Usage =
        """
        Say when and what for: `timer 10s tea`, `timer in 2h30m call Bob`, `timer tomorrow 9:00 stand-up`, `timer 2027-01-05 14:30 dentist`, `timer every weekday at 9:00 stand-up`.
        `timer list` shows your timers, `timer cancel ID` cancels one.
        """;

    /// <inheritdoc/>
    public string Name => "timer";

    /// <inheritdoc/>
    public string Help => "sets a reminder: `timer 10s tea`, `timer tomorrow 9:00 call Bob`; `timer list`, `timer cancel ID`";

    /// <inheritdoc/>
    public bool IsForOperators => false;

    /// <inheritdoc/>
    public async ValueTask<CommandReply> RunAsync(Interaction command, string arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var (word, rest) = CommandLine.Split(arguments);
        return word switch
        {
            "" or "help" => Usage,
            "list" when rest.Length == 0 => await ListAsync(command, cancellationToken),
            "cancel" => await CancelAsync(command, rest, cancellationToken),
            _ => await SetAsync(command, SlackText.Unescape(arguments), cancellationToken),
        };
    }

    private async ValueTask<string> ListAsync(Interaction command, CancellationToken cancellationToken)
    {
        var pending = await timers.GetPendingTimersAsync(command.Team.Value, command.User.Value, MaxListed, cancellationToken);
        if (pending.Count == 0)
            return $"No timers yet. {Usage}";
        var count = await timers.CountPendingTimersAsync(command.Team.Value, command.User.Value, cancellationToken);
        var more = count > pending.Count ? $"\n… and {count - pending.Count} more after these" : "";
        return $"*Your timers*\n{string.Join('\n', pending.Select(timer => $"• {TimerWording.Line(timer)}, {Names.Channel(timer.Conversation, "our direct message")}"))}{more}";
    }

    private async ValueTask<string> CancelAsync(Interaction command, string id, CancellationToken cancellationToken)
    {
        var (timer, problem) = await lookup.FindAsync(command.Team.Value, command.User.Value, id, cancellationToken);
        if (timer is null)
            return $"{problem} `/holdfast timer list` shows the ids.";
        await command.Work.KeepAsync(new Effects { Append = [TimerOrder.Cancel(timer, time, command.Item.TraceParent)] }, cancellationToken);
        return $"🚫 {TimerWording.Named(timer)} is cancelled.";
    }

    private async ValueTask<string> SetAsync(Interaction command, string text, CancellationToken cancellationToken)
    {
        if (command.Channel is not { } channel)
            return "Please use this in a channel or a direct message.";

        // Set by this very command, before the process died.
        if (command.Item.InDoubt && await timers.GetTimerAsync(command.Item.Id, cancellationToken) is { } known)
            return TimerWording.Set(known, note: null);
        var asked = new ConversationId(command.Team, channel, Thread: null);
        switch (await setter.SetAsync(text, new TimerPlace(asked, command.User.Value, command.Item.TraceParent, command.Item.Id), cancellationToken))
        {
            case TimerSetting.Set set:
                // Slack is asked only about a timer that there is going to be.
                var (place, hint) = await places.FindAsync(asked, command.User, cancellationToken);
                var timer = set.Timer with { Conversation = place.ToString() };
                await command.Work.KeepAsync(new Effects { Records = [timer.ToRecord(), TimerAudit.Set(timer)], Append = [set.Alarm] }, cancellationToken);
                metrics.Set();
                return $"{TimerWording.Set(timer, set.Note)}{hint}";
            case TimerSetting.Refused refused:
                return SlackText.Escape(refused.Problem);
            default:
                throw new InvalidOperationException("Unknown setting.");
        }
    }
}
