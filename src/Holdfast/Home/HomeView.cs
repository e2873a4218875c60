using Holdfast.Slack.BlockKit;
using Holdfast.Text;

namespace Holdfast.Home;

/// <summary>What the app's home shows: who the app is, then the sections.</summary>
internal static class HomeView
{
    /// <summary>A view takes no more (https://docs.slack.dev/reference/views).</summary>
    private const int MaxBlocks = 100;

    private const string Short =
        """
        Ask me anything under *Messages*, or mention me in a channel. I won't lose your message, even if I'm restarted.
        I'll answer in a thread; you don't need to mention me again there. *View flow* shows the steps behind an answer, and `/holdfast help` what else I can do.
        """;

    /// <summary>The view.</summary>
    /// <param name="introduction">What somebody reads who is new here, or who may not use the app; null for anybody else.</param>
    /// <param name="sections">What each section shows.</param>
    public static View Of(string? introduction, IEnumerable<IReadOnlyList<Block>> sections)
    {
        IEnumerable<Block> blocks =
        [
            new HeaderBlock { Text = TextObject.Plain("Hi, I'm Holdfast") },
            Parts.Section(introduction ?? Short),
            .. sections.Where(section => section.Count > 0).SelectMany(section => (IEnumerable<Block>)[new DividerBlock(), .. section]),
        ];
        return View.Home([.. blocks.Take(MaxBlocks)]);
    }
}
