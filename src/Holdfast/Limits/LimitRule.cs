using Holdfast.Admission;
using Holdfast.Caching;
using Holdfast.Ledger;
using Holdfast.Slack;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Limits;

/// <summary>
/// Lets runs begin while there is something left of the day. It goes by the book, which all workers of a store share; what a run will use is not known
/// before it has, so those that are under way when a limit is reached come to their end.
/// </summary>
internal sealed partial class LimitRule(
    IOptions<LimitOptions> options, UsageReader usage, IWorkspaces workspaces, SlackDirectory directory, AdmittedRuns admitted, TimeProvider time, ILogger<LimitRule> logger) : IAdmission
{
    private readonly Limit _ofUser = options.Value.OfUser;
    private readonly Limit _ofAll = options.Value.OfWorkspace;

    /// <summary>Of so many entries the sum is not made anew for each message, or on a busy day that is most of the work.</summary>
    private const int Many = 500;

    private readonly ExpiringCache<TeamId, UsageAmount> _usedByAll = new(TimeSpan.FromSeconds(2), capacity: 1_000, time);

    /// <summary>Somebody who asks again and again is in the log once a day.</summary>
    private readonly ExpiringCache<(TeamId Team, string User, DateTimeOffset Day), bool> _logged = new(TimeSpan.FromDays(1), capacity: 10_000, time);

    /// <inheritdoc/>
    public async ValueTask<Verdict> AskAsync(Asking asking, CancellationToken cancellationToken)
    {
        if (asking.Kind != AskingKind.Question || asking.IsImmediate || (_ofUser.IsNone && _ofAll.IsNone))
            return Verdict.Yes;
        var isExempt = workspaces.PolicyOf(asking.Team).Of(options.Value.ExemptUsers).Contains(asking.User);
        if (isExempt)
            return Verdict.Yes;
        var team = asking.Team.Value;
        var mine = _ofUser.IsNone ? new UsageAmount() : await usage.TodayAsync(team, asking.User, cancellationToken);
        var all = _ofAll.IsNone ? new UsageAmount() : await OfAllAsync(asking.Team, cancellationToken);
        var (reached, ofAll) = (_ofUser.Reached(mine), _ofAll.Reached(all));
        if ((reached ?? ofAll) is null)
        {
            var (booked, isOfAll) = admitted.Admit(asking.Team, asking.User, _ofUser.Messages - mine.Messages, _ofAll.Messages - all.Messages);
            if (booked is not null)
                return new Verdict.Admitted { Booked = booked };

            // Others, which are about to be in the book, took what was left.
            reached = isOfAll ? null : LimitedThing.Messages;
            ofAll = isOfAll ? LimitedThing.Messages : null;
        }

        if (await IsExemptAsync(asking, cancellationToken))
            return Verdict.Yes;
        return reached is { } thing ? Refused(asking, _ofUser, thing, isOfAll: false) : Refused(asking, _ofAll, ofAll!.Value, isOfAll: true);
    }

    private async ValueTask<UsageAmount> OfAllAsync(TeamId team, CancellationToken cancellationToken)
    {
        if (_usedByAll.TryGet(team, out var known))
            return known;
        var (used, entries) = await usage.TodayOfAllAsync(team.Value, cancellationToken);
        if (entries > Many)
            _usedByAll.Set(team, used);
        return used;
    }

    private Verdict.Refused Refused(Asking asking, Limit limit, LimitedThing thing, bool isOfAll)
    {
        var (reason, renews) = (LimitWording.Reason(thing, isOfAll), usage.EndOfToday);
        if (!_logged.TryGet((asking.Team, asking.User, renews), out _))
        {
            _logged.Set((asking.Team, asking.User, renews), value: true);
            LogReached(asking.User, reason, renews);
        }

        return new Verdict.Refused(LimitWording.Reached(limit, thing, isOfAll, renews), reason) { IsLimit = true };
    }

    /// <summary>Only asked of whoever has reached a limit. Who cannot be seen to be exempt is not.</summary>
    private async ValueTask<bool> IsExemptAsync(Asking asking, CancellationToken cancellationToken)
    {
        foreach (var group in workspaces.PolicyOf(asking.Team).Of(options.Value.ExemptGroups))
        {
            try
            {
                if ((await directory.MembersAsync(asking.Team, group, cancellationToken)).Contains(asking.User))
                    return true;
            }
            catch (SlackException e)
            {
                LogNoMembers(group, e.Message);
                if (directory.LastMembers(asking.Team, group)?.Contains(asking.User) == true)
                    return true;
            }
        }

        return false;
    }

    [LoggerMessage(1810, LogLevel.Information, "{User} has reached a limit ({Reason}): their messages are refused until {Renews}, and that is not logged again")]
    private partial void LogReached(string user, string reason, DateTimeOffset renews);

    [LoggerMessage(1811, LogLevel.Warning, "Slack does not say who is in the user group {Group}, whom no limit stops: {Problem}")]
    private partial void LogNoMembers(string group, string problem);
}
