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

    /// <summary>So often the book is read again because something went into it meanwhile; then that counts twice at worst, and too few are let in rather than too many.</summary>
    private const int MostReads = 5;

    /// <summary>From a commit to the moment at which whoever waited for it knows.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

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
        using var look = admitted.Begin(asking.Team, asking.User);
        var seen = await LookAsync(asking, look, cancellationToken);
        if (seen.IsByOthers)
        {
            // Others are about to take what is left. One of them may stand in the book by now and not know it yet, and then there is room.
            await Task.Delay(Moment, time, cancellationToken);
            seen = await LookAsync(asking, look, cancellationToken);
        }

        if (seen.Booked is not null)
            return new Verdict.Admitted { Booked = seen.Booked };
        if (await IsExemptAsync(asking, cancellationToken))
            return Verdict.Yes;
        return seen.OfUser is { } thing ? Refused(asking, _ofUser, thing, isOfAll: false) : Refused(asking, _ofAll, seen.OfAll!.Value, isOfAll: true);
    }

    /// <summary>Lets one begin if the book, and those that are about to be in it, leave room.</summary>
    private async ValueTask<Seen> LookAsync(Asking asking, AdmittedRuns.Look look, CancellationToken cancellationToken)
    {
        UsageAmount mine, all;
        var reads = 0;
        do
        {
            mine = _ofUser.IsNone ? new UsageAmount() : await usage.TodayAsync(asking.Team.Value, asking.User, cancellationToken);
            all = _ofAll.IsNone ? new UsageAmount() : await OfAllAsync(asking.Team, cancellationToken);
        }
        while (++reads < MostReads && look.HasMoved());

        if ((_ofUser.Reached(mine), _ofAll.Reached(all)) is var (ofUser, ofAll) && (ofUser ?? ofAll) is not null)
            return new Seen(null, ofUser, ofAll, IsByOthers: false);
        var (booked, isOfAll) = look.Admit(_ofUser.Messages - mine.Messages, _ofAll.Messages - all.Messages);
        return booked is not null ? new Seen(booked, null, null, IsByOthers: false)
            : isOfAll ? new Seen(null, null, LimitedThing.Messages, IsByOthers: true)
            : new Seen(null, LimitedThing.Messages, null, IsByOthers: true);
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

    /// <summary>What there is left.</summary>
    /// <param name="Booked">What is called when the run stands in the book; null where it may not begin.</param>
    /// <param name="OfUser">Which of the person's limits is reached.</param>
    /// <param name="OfAll">Which of the workspace's is.</param>
    /// <param name="IsByOthers">Whether it is reached only when those are counted that are not in the book yet.</param>
    private sealed record Seen(Action? Booked, LimitedThing? OfUser, LimitedThing? OfAll, bool IsByOthers);

    [LoggerMessage(1810, LogLevel.Information, "{User} has reached a limit ({Reason}): their messages are refused until {Renews}, and that is not logged again")]
    private partial void LogReached(string user, string reason, DateTimeOffset renews);

    [LoggerMessage(1811, LogLevel.Warning, "Slack does not say who is in the user group {Group}, whom no limit stops: {Problem}")]
    private partial void LogNoMembers(string group, string problem);
}
