using Holdfast.Answers.Rendering;
using Holdfast.Slack.BlockKit;
using Holdfast.Text;

namespace Holdfast.Answers;

/// <summary>Markdown as sections, for a workspace that does not take a block of it.</summary>
internal static class AnswerSections
{
    /// <summary>A message takes a few blocks more, and one is for buttons.</summary>
    private const int MaxSections = SlackLimits.MessageBlocks - 5;

    /// <summary>What Slack takes in all blocks of a message.</summary>
    private const int MaxLength = SlackLimits.MarkdownText;

    /// <summary>The sections of a message.</summary>
    /// <param name="markdown">Markdown in which nothing is left that is not meant.</param>
    public static IReadOnlyList<SectionBlock> Of(string markdown)
    {
        var sections = MrkdwnSections.Of(Mrkdwn.Of(markdown));
        if (!Fit(sections))
            sections = MrkdwnSections.Of(PlainText.Of(markdown));
        if (!Fit(sections))
            sections = [.. sections.Take(MaxLength / SlackLimits.SectionText - 1), "(The rest is left out: it is too long for Slack.)"];
        return [.. sections.Select(static text => Parts.Section(text))];
    }

    private static bool Fit(IReadOnlyList<string> sections) => sections.Count <= MaxSections && sections.Sum(static text => text.Length) <= MaxLength;
}
