using Holdfast.Home;
using Holdfast.Slack.BlockKit;
using Holdfast.Storage;
using Holdfast.Text;

namespace Holdfast.Timers;

/// <summary>The viewer's timers, each with a button that cancels it.</summary>
internal sealed class TimerHomeSection(IRecordReader timers) : IHomeSection
{
    /// <summary>A view has 100 blocks, and other sections want some.</summary>
    private const int MaxTimers = 40;

    private const string None = "No timers yet. Say _set a timer for 10 minutes_, or try `/holdfast timer tomorrow 9:00 call Bob`.";

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Block>> ShowAsync(HomeViewer viewer, CancellationToken cancellationToken)
    {
        var pending = await timers.GetPendingTimersAsync(viewer.Team.Value, viewer.User.Value, MaxTimers, cancellationToken);
        var count = await timers.CountPendingTimersAsync(viewer.Team.Value, viewer.User.Value, cancellationToken);
        return Show(pending, count);
    }

    /// <summary>The blocks.</summary>
    /// <param name="timers">The viewer's timers that ring first.</param>
    /// <param name="count">How many there are.</param>
    internal static IReadOnlyList<Block> Show(IReadOnlyList<TimerRecord> timers, int count) =>
    [
        new HeaderBlock { Text = TextObject.Plain("Your timers") },
        .. count == 0 ? [Parts.Section(None)] : timers.Select(Row),
        .. count > timers.Count ? [Parts.Section($"… and {count - timers.Count} more after these: `/holdfast timer list`")] : (Block[])[],
    ];

    private static SectionBlock Row(TimerRecord timer) => Parts.Section($"⏰ {TimerWording.Line(timer)}\n{Names.Channel(timer.Conversation, "our direct message")}") with
    {
        Accessory = TimerCards.CancelButton(timer),
    };
}
