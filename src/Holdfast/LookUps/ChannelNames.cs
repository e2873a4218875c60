using Holdfast.Slack;

namespace Holdfast.LookUps;

/// <summary>Which channel is meant by what a model wrote.</summary>
/// <param name="lists">The channels.</param>
internal sealed class ChannelNames(WorkspaceLists lists)
{
    private const int MinId = 7;

    /// <summary>The channel: by its id, or by its name with or without the number sign.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="said">What the model wrote.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LookUpException">There is none.</exception>
    public async ValueTask<ChannelId> FindAsync(TeamId team, string said, CancellationToken cancellationToken)
    {
        var name = said.Trim().TrimStart('#');
        if (name.Length >= MinId && name[0] is 'C' or 'G' or 'D' && name.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c)) && ChannelId.TryParse(name, out var id))
            return id;
        var listed = await lists.ChannelsAsync(team, cancellationToken);
        return listed.All.FirstOrDefault(channel => string.Equals(channel.Name, name, StringComparison.OrdinalIgnoreCase)) is { } found
            ? found.Id
            : throw new LookUpException("there is no such channel that the one who asks, and the app, can see. find_channels finds channels by their names.");
    }
}
