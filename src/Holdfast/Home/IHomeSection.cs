using Holdfast.Slack;
using Holdfast.Slack.BlockKit;

namespace Holdfast.Home;

/// <summary>A part of the app's home. Sections stand in it in the order of their registration.</summary>
public interface IHomeSection
{
    /// <summary>What it shows to a user: a header and what is below it. Nothing when there is nothing to show.</summary>
    /// <param name="viewer">Who looks; nothing of anybody else is shown.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Blocks. A view holds 100 in all: what does not fit is left out at the end.</returns>
    ValueTask<IReadOnlyList<Block>> ShowAsync(HomeViewer viewer, CancellationToken cancellationToken);
}

/// <summary>Who looks at the app's home.</summary>
/// <param name="Team">The workspace.</param>
/// <param name="User">The person.</param>
public sealed record HomeViewer(TeamId Team, UserId User);
