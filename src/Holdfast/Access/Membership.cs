using Holdfast.Caching;
using Holdfast.Slack;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging;

namespace Holdfast.Access;

/// <summary>
/// What kinds of members people are, and in which groups. Somebody who belongs to the workspace is not asked about again for an hour; where Slack
/// does not answer, what it said last counts.
/// </summary>
internal sealed partial class Membership(SlackDirectory directory, IWorkspaces workspaces, TimeProvider time, ILogger<Membership> logger)
{
    /// <summary>Those who belong to the workspace, the very most: a member who was made a guest is treated as one after so long.</summary>
    private readonly ExpiringCache<(TeamId Team, string User), Member> _insiders = new(TimeSpan.FromHours(1), capacity: 100_000, time);

    /// <summary>What somebody is to the workspace.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="user">The person.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SlackException">Slack did not tell, and never has.</exception>
    public async ValueTask<Member> OfAsync(TeamId team, UserId user, CancellationToken cancellationToken)
    {
        if (_insiders.TryGet((team, user.Value), out var known))
            return known;
        try
        {
            var member = Read(team, await directory.PersonAsync(team, user, cancellationToken));
            if (member.Kind == MemberKind.Full)
                _insiders.Set((team, user.Value), member);
            return member;
        }
        catch (SlackException e) when (e.Error is "user_not_found" or "user_not_visible" or "users_not_found")
        {
            return new Member(MemberKind.Outside, Home: null, Organisation: null);
        }
        catch (SlackException e) when (_insiders.TryGetLast((team, user.Value), out var last))
        {
            LogLastKnown(user.Value, e.Message);
            return last;
        }
        catch (SlackException e) when (directory.LastKnown(team, user) is { } last)
        {
            LogLastKnown(user.Value, e.Message);
            return Read(team, last);
        }
    }

    /// <summary>Whether somebody is in a user group. One that is not there (any more) has no members.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="group">The group.</param>
    /// <param name="user">The person.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SlackException">Slack did not tell, and never has.</exception>
    public async ValueTask<bool> IsInAsync(TeamId team, string group, UserId user, CancellationToken cancellationToken)
    {
        try
        {
            return (await directory.MembersAsync(team, group, cancellationToken)).Contains(user.Value);
        }
        catch (SlackException e) when (e.Error is "no_such_subteam" or "subteam_not_found")
        {
            LogNoGroup(group, e.Error);
            return false;
        }
        catch (SlackException e) when (directory.LastMembers(team, group) is { } last)
        {
            LogLastKnown(group, e.Message);
            return last.Contains(user.Value);
        }
    }

    private Member Read(TeamId team, Person person)
    {
        var ours = workspaces.Find(team)?.Identity.Organisation;
        var isInside = person.Home == team.Value || (ours is not null && person.Organisation == ours);
        return new Member(isInside ? person.IsGuest ? MemberKind.Guest : MemberKind.Full : MemberKind.Outside, person.Home, person.Organisation);
    }

    [LoggerMessage(1800, LogLevel.Warning, "Slack does not say now who {Of} is; what it said last counts: {Problem}")]
    private partial void LogLastKnown(string of, string problem);

    [LoggerMessage(1801, LogLevel.Warning, "There is no user group {Group} ({Error}), so nobody is in it. Section Access names it")]
    private partial void LogNoGroup(string group, string error);
}
