using Holdfast.Caching;
using Holdfast.Slack;
using Holdfast.Slack.WebApi.Conversations;
using Holdfast.Slack.WebApi.Users;

namespace Holdfast.LookUps;

/// <summary>
/// Everybody in a workspace, and all channels that the app sees there: read in pages and kept for a while, since ten thousand people are ten calls of a method that
/// Slack allows twenty times a minute. What of them somebody may see is for whoever asks.
/// </summary>
/// <param name="calls">Calls of Slack.</param>
/// <param name="time">The clock.</param>
internal sealed class WorkspaceLists(LookUpCalls calls, TimeProvider time)
{
    private const int PageSize = 1_000;
    private const int MaxPages = 20;

    /// <summary>Of so many workspaces at a time.</summary>
    private const int Capacity = 20;

    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private readonly ExpiringCache<TeamId, Listed<SlackUser>> _people = new(Memory, Capacity, time);
    private readonly ExpiringCache<TeamId, Listed<SlackChannel>> _channels = new(Memory, Capacity, time);

    /// <summary>The people; bots and closed accounts are none.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<Listed<SlackUser>> PeopleAsync(TeamId team, CancellationToken cancellationToken) => ReadAsync(_people, team, async cursor =>
    {
        var request = new UsersListRequest { Limit = PageSize, Cursor = cursor };
        var answer = await calls.CallAsync(team, request, LookUpCalls.Of(team, request.Method), cancellationToken);
        return (answer.Members.Where(user => user is { IsBot: false, Deleted: false } && user.Id.Value != "USLACKBOT"), answer.NextCursor);
    });

    /// <summary>The channels that are not closed: the public ones, and the private ones that the app is in.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<Listed<SlackChannel>> ChannelsAsync(TeamId team, CancellationToken cancellationToken) => ReadAsync(_channels, team, async cursor =>
    {
        var request = new ConversationsListRequest { Types = "public_channel,private_channel", ExcludeArchived = true, Limit = PageSize, Cursor = cursor };
        var answer = await calls.CallAsync(team, request, LookUpCalls.Of(team, request.Method), cancellationToken);
        return (answer.Channels.Where(channel => !channel.IsIm && !channel.IsMpim), answer.NextCursor);
    });

    private static async ValueTask<Listed<T>> ReadAsync<T>(ExpiringCache<TeamId, Listed<T>> kept, TeamId team, Func<string?, Task<(IEnumerable<T> Page, string? Next)>> read)
    {
        if (kept.TryGet(team, out var known))
            return known;
        var all = new List<T>();
        string? cursor = null;
        for (var page = 0; page < MaxPages; page++)
        {
            try
            {
                (var some, cursor) = await read(cursor);
                all.AddRange(some);
            }
            catch (SlackException e)
            {
                throw new LookUpException($"Slack does not list them ({e.Error}).", e);
            }

            if (cursor is null)
                break;
        }

        var listed = new Listed<T>(all, IsWhole: cursor is null);
        kept.Set(team, listed);
        return listed;
    }
}

/// <summary>What Slack listed.</summary>
/// <param name="All">That.</param>
/// <param name="IsWhole">Whether there is no more.</param>
internal sealed record Listed<T>(IReadOnlyList<T> All, bool IsWhole);
