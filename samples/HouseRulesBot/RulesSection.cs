using Holdfast.Home;
using Holdfast.Slack.BlockKit;

namespace HouseRulesBot;

/// <summary>The rules, in the app's home.</summary>
public sealed class RulesSection(Rules rules) : IHomeSection
{
    public ValueTask<IReadOnlyList<Block>> ShowAsync(HomeViewer viewer, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<Block>>(
    [
        new HeaderBlock { Text = TextObject.Plain("House rules") },
        .. rules.Topics.Select(topic => new SectionBlock { Text = TextObject.Mrkdwn($"*{topic}*: {rules.About(topic)}") }),
    ]);
}
