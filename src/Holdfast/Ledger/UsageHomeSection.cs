using Holdfast.Home;
using Holdfast.Slack.BlockKit;
using Holdfast.Text;

namespace Holdfast.Ledger;

/// <summary>What the viewer has used in this month.</summary>
internal sealed class UsageHomeSection(UsageReader usage) : IHomeSection
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Block>> ShowAsync(HomeViewer viewer, CancellationToken cancellationToken)
    {
        var (team, user) = (viewer.Team.Value, viewer.User.Value);
        var month = await usage.MonthAsync(team, user, cancellationToken);
        if (month.Messages + month.Refusals == 0)
            return [];
        var today = await usage.TodayAsync(team, user, cancellationToken);
        return
        [
            new HeaderBlock { Text = TextObject.Plain("Your use") },
            Parts.Section($"*Today:* {UsageWording.Line(today)}\n*This month:* {UsageWording.Line(month)}"),
        ];
    }
}
