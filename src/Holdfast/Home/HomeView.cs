using Holdfast.Conversations;
using Holdfast.Records;
using Holdfast.Slack.BlockKit;
using Holdfast.Timers;

namespace Holdfast.Home;

/// <summary>What the app's home shows: who the app is, and what of its viewer waits.</summary>
internal static class HomeView
{
    /// <summary>The most timers shown: two blocks each, and a view has 100.</summary>
    public const int MostTimers = 40;

    private const string Introduction =
        """
        Write to me here under *Messages*, or mention me in a channel: I answer in the thread, and there you can go on without mentioning me.
        `/holdfast help` shows what else I do, and *View flow* under each of my answers shows how it came about.
        """;

    private const string NoTimers = "None. Say _set a timer for 10 minutes_, or type `/holdfast timer tomorrow 9:00 call Bob`.";

    /// <summary>The view.</summary>
    /// <param name="timers">The viewer's timers that ring first.</param>
    /// <param name="count">How many there are.</param>
    public static View Of(IReadOnlyList<TimerRecord> timers, int count)
    {
        List<Block> blocks =
        [
            new HeaderBlock { Text = TextObject.Plain("Hello! I am an AI agent that never loses a message.") },
            Section(Introduction),
            new DividerBlock(),
            new HeaderBlock { Text = TextObject.Plain("Your timers") },
        ];
        if (count == 0)
            blocks.Add(Section(NoTimers));
        blocks.AddRange(timers.Select(Row));
        if (count > timers.Count)
            blocks.Add(Section($"… and {count - timers.Count} more that ring later: `/holdfast timer list`."));
        return View.Home(blocks);
    }

    private static SectionBlock Row(TimerRecord timer) => Section($"⏰ {TimerWording.Line(timer)}\n{Names.Channel(timer.Conversation)}") with
    {
        Accessory = TimerCards.CancelButton(timer),
    };

    private static SectionBlock Section(string mrkdwn) => new() { Text = TextObject.Mrkdwn(mrkdwn) with { Verbatim = true } };
}
