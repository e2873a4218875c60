using Holdfast.Caching;
using Holdfast.Lanes;
using Holdfast.Slack;
using Holdfast.Slack.Text;
using Holdfast.Slack.WebApi.Conversations;
using Holdfast.Slack.WebApi.Usergroups;
using Holdfast.Slack.WebApi.Users;
using Microsoft.Extensions.Logging;

namespace Holdfast.Workspaces;

/// <summary>Who people are, and what channels and user groups are called: asked of Slack once in a while, and kept for as many as there is room for.</summary>
public sealed partial class SlackDirectory(IWorkspaces workspaces, TimeProvider time, ILogger<SlackDirectory> logger) : IDisposable
{
    private readonly LookupPace _pace = new(time);

    /// <summary>Who travels and sets another zone is understood after so long.</summary>
    private readonly SharedLookup<(TeamId Team, string User), Person> _people = new(TimeSpan.FromMinutes(5), capacity: 10_000, time);

    private readonly ExpiringCache<(TeamId Team, string Channel), string?> _channels = new(TimeSpan.FromMinutes(30), capacity: 10_000, time);
    private readonly ExpiringCache<TeamId, IReadOnlyDictionary<string, string>> _groups = new(TimeSpan.FromMinutes(30), capacity: 1_000, time);

    /// <summary>Who leaves a group is one of its members for so long after.</summary>
    private readonly SharedLookup<(TeamId Team, string Group), IReadOnlySet<string>> _members = new(TimeSpan.FromMinutes(1), capacity: 1_000, time);

    /// <summary>What Slack did not tell is not asked for again at once, by each run.</summary>
    private readonly ExpiringCache<(TeamId Team, MentionKind Kind, string Id), bool> _untold = new(TimeSpan.FromMinutes(1), capacity: 10_000, time);

    /// <summary>Who somebody is.</summary>
    /// <param name="team">The workspace in which they are asked about.</param>
    /// <param name="user">The user.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SlackException">Slack did not tell.</exception>
    public ValueTask<Person> PersonAsync(TeamId team, UserId user, CancellationToken cancellationToken) =>
        _people.GetAsync((team, user.Value), AskWhoAsync, cancellationToken);

    /// <summary>The ids of those who are in a user group. Many may want to know at once: Slack is asked for all of them once, or it would refuse most of the calls.</summary>
    /// <param name="team">The workspace in which it is asked.</param>
    /// <param name="group">Slack's id of the group.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SlackException">Slack did not tell.</exception>
    public ValueTask<IReadOnlySet<string>> MembersAsync(TeamId team, string group, CancellationToken cancellationToken) =>
        _members.GetAsync((team, group), AskMembersAsync, cancellationToken);

    /// <summary>Who was in a user group when Slack told last; null where it never has.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="group">Slack's id of the group.</param>
    public IReadOnlySet<string>? LastMembers(TeamId team, string group) => _members.TryGetLast((team, group), out var known) ? known : null;

    /// <summary>What was known of somebody last; null for a stranger.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="user">The user.</param>
    public Person? LastKnown(TeamId team, UserId user) => _people.TryGetLast((team, user.Value), out var known) ? known : null;

    /// <summary>What somebody or something is called, without a sign before it; null where Slack does not tell, or not in time.</summary>
    /// <param name="team">The workspace in which it is asked.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="id">Slack's id of it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<string?> NameAsync(TeamId team, MentionKind kind, string id, CancellationToken cancellationToken)
    {
        // Groups are told all at once, or none of them.
        var untold = (team, kind, kind == MentionKind.Group ? "" : id);
        if (_untold.TryGet(untold, out _))
            return LastName(team, kind, id);
        try
        {
            return kind switch
            {
                MentionKind.User => UserId.TryParse(id, out var user) ? (await PersonAsync(team, user, cancellationToken)).Name : null,
                MentionKind.Channel => ChannelId.TryParse(id, out var channel) ? await ChannelAsync(team, channel, cancellationToken) : null,
                _ => (await GroupsAsync(team, cancellationToken)).GetValueOrDefault(id),
            };
        }
        catch (SlackException e)
        {
            LogUntold(e, kind, id);
        }
        catch (OperationCanceledException e)
        {
            // Whoever waited has gone on without the name; the next one must not wait as long.
            LogUntold(e, kind, id);
        }

        _untold.Set(untold, value: true);
        return LastName(team, kind, id);
    }

    /// <inheritdoc/>
    public void Dispose() => _pace.Dispose();

    private async Task<Person> AskWhoAsync((TeamId Team, string User) who)
    {
        LaneHold.StepOut();
        var request = new UsersInfoRequest { User = new UserId(who.User), IncludeLocale = true };
        var user = (await _pace.CallAsync(who.Team, request.Method, () => workspaces.CallAsync(who.Team, request, CancellationToken.None))).User;
        string?[] names = [user?.Profile?.RealName, user?.RealName, user?.Profile?.DisplayName, user?.Name];
        return new Person(names.Select(PlainName.Of).FirstOrDefault(name => name.Length > 0), user?.Tz)
        {
            Locale = user?.Locale,
            IsGuest = user is { IsRestricted: true } or { IsUltraRestricted: true },
            Home = user?.TeamId?.Value,
            Organisation = user?.EnterpriseUser?.EnterpriseId,
        };
    }

    private async Task<IReadOnlySet<string>> AskMembersAsync((TeamId Team, string Group) which)
    {
        LaneHold.StepOut();
        var request = new UsergroupsUsersListRequest { Usergroup = which.Group };
        var answer = await _pace.CallAsync(which.Team, request.Method, () => workspaces.CallAsync(which.Team, request, CancellationToken.None));
        LogMembers(which.Group, answer.Users.Count);
        return answer.Users.Select(user => user.Value).ToHashSet(StringComparer.Ordinal);
    }

    private string? LastName(TeamId team, MentionKind kind, string id) => kind switch
    {
        MentionKind.User => _people.TryGetLast((team, id), out var person) ? person.Name : null,
        MentionKind.Channel => _channels.TryGetLast((team, id), out var channel) ? channel : null,
        _ => _groups.TryGetLast(team, out var groups) ? groups.GetValueOrDefault(id) : null,
    };

    private async ValueTask<string?> ChannelAsync(TeamId team, ChannelId channel, CancellationToken cancellationToken)
    {
        if (_channels.TryGet((team, channel.Value), out var known))
            return known;
        var answer = await workspaces.CallAsync(team, new ConversationsInfoRequest { Channel = channel }, cancellationToken);

        // A group direct message has a name that Slack makes up of its members' and shows nobody.
        var name = answer.Channel is { IsMpim: false, Name: { } called } && PlainName.Of(called) is { Length: > 0 } plain ? plain : null;
        _channels.Set((team, channel.Value), name);
        return name;
    }

    private async ValueTask<IReadOnlyDictionary<string, string>> GroupsAsync(TeamId team, CancellationToken cancellationToken)
    {
        if (_groups.TryGet(team, out var known))
            return known;
        var answer = await workspaces.CallAsync(team, new UsergroupsListRequest { IncludeDisabled = true }, cancellationToken);
        var groups = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var group in answer.Usergroups)
        {
            if (group.Id is { } id && PlainName.Of(group.Handle ?? group.Name) is { Length: > 0 } name)
                groups[id] = name;
        }

        _groups.Set(team, groups);
        return groups;
    }

    [LoggerMessage(622, LogLevel.Debug, "What {Kind} {Id} is called could not be found out")]
    private partial void LogUntold(Exception error, MentionKind kind, string id);

    [LoggerMessage(623, LogLevel.Debug, "User group {Group} has {Members} members")]
    private partial void LogMembers(string group, int members);
}

/// <summary>What Slack says of a person.</summary>
/// <param name="Name">What they call themselves, on one line; null where they have no name.</param>
/// <param name="Zone">The name of their time zone; null where they have set none.</param>
public sealed record Person(string? Name, string? Zone)
{
    /// <summary>Their language and country, such as <c>en-US</c>; null where Slack does not say.</summary>
    public string? Locale { get; init; }

    /// <summary>Whether they are a guest of the workspace, of one channel or of several.</summary>
    public bool IsGuest { get; init; }

    /// <summary>The workspace they are at home in; null where Slack does not say.</summary>
    public string? Home { get; init; }

    /// <summary>The organisation they are at home in; null where they are in none.</summary>
    public string? Organisation { get; init; }
}
