using Holdfast.Slack.BlockKit;

namespace Holdfast.Home;

/// <summary>What the app's home shows: who the app is, then the sections.</summary>
internal static class HomeView
{
    /// <summary>A view takes no more (https://docs.slack.dev/reference/views).</summary>
    private const int MostBlocks = 100;

    private const string Introduction =
        """
        Write to me here under *Messages*, or mention me in a channel: I answer in the thread, and there you can go on without mentioning me.
        `/holdfast help` shows what else I do, and *View flow* under each of my answers shows how it came about.
        """;

    /// <summary>The view.</summary>
    /// <param name="sections">What each section shows.</param>
    public static View Of(IEnumerable<IReadOnlyList<Block>> sections)
    {
        IEnumerable<Block> blocks =
        [
            new HeaderBlock { Text = TextObject.Plain("Hello! I am an AI agent that never loses a message.") },
            new SectionBlock { Text = TextObject.Mrkdwn(Introduction) with { Verbatim = true } },
            .. sections.Where(section => section.Count > 0).SelectMany(section => (IEnumerable<Block>)[new DividerBlock(), .. section]),
        ];
        return View.Home([.. blocks.Take(MostBlocks)]);
    }
}
