using Holdfast.Admission;
using Holdfast.Audit;
using Holdfast.Caching;
using Holdfast.Items;
using Holdfast.Operators;
using Holdfast.Slack;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Access;

/// <summary>Says who may use the agent, by the section <c>Access</c>. Whoever cannot be told from somebody who may not, may not.</summary>
internal sealed partial class AccessRule(
    IOptions<AccessOptions> options,
    IWorkspaces workspaces,
    OperatorList operators,
    Membership members,
    AccessMetrics metrics,
    TimeProvider time,
    ILogger<AccessRule> logger) : IAdmission
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>What a click opens must be open within Slack's 3 s; a message has time.</summary>
    private static readonly TimeSpan PatienceForClicks = TimeSpan.FromSeconds(1.5);

    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(2);

    private readonly AccessOptions _options = options.Value;
    private readonly bool _isDefault = options.Value.IsDefault;

    /// <summary>Somebody who tries again and again is in the log once a day.</summary>
    private readonly ExpiringCache<(TeamId Team, string User, string Reason), bool> _logged = new(Day, capacity: 10_000, time);

    /// <inheritdoc/>
    public async ValueTask<Verdict> AskAsync(Asking asking, CancellationToken cancellationToken)
    {
        if (asking.IsImmediate && _isDefault)
            return Verdict.Yes;
        if (!UserId.TryParse(asking.User, out var user))
            return Refused(asking, AccessReason.NotKnown, AccessWording.Undecidable(scope: null));
        if (operators.IsOperator(asking.Team, user))
            return Verdict.Yes;
        using var patience = asking.Kind == AskingKind.Click ? new CancellationTokenSource(PatienceForClicks, time) : new CancellationTokenSource();
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await ReasonAgainstAsync(asking, user, both.Token) is { } reason
                ? Refused(asking, reason, AccessWording.Refused(reason, operators.UsersOf(asking.Team)))
                : Verdict.Yes;
        }
        catch (SlackException e) when (e.IsForGood)
        {
            LogUndecidable(asking.User, e.Message);
            return Refused(asking, AccessReason.NotKnown, AccessWording.Undecidable(e.Error == SlackErrors.MissingScope ? e.Needed : null));
        }
        catch (SlackException e)
        {
            LogUnknown(asking.User, e.Message);
            return new Verdict.Unknown(AccessWording.Unknown, AccessReason.NotKnown, e.RetryAfter ?? UsualWait) { WhileWaiting = AccessWording.Waiting };
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            LogUnknown(asking.User, "Slack has not answered yet.");
            return new Verdict.Unknown(AccessWording.Unknown, AccessReason.NotKnown, UsualWait) { WhileWaiting = AccessWording.Waiting };
        }
    }

    /// <summary>Null when they may; else one of <see cref="AccessReason"/>. What is known here comes first, what Slack must be asked last.</summary>
    private async ValueTask<string?> ReasonAgainstAsync(Asking asking, UserId user, CancellationToken cancellationToken)
    {
        var policy = workspaces.PolicyOf(asking.Team);
        if (policy.Of(_options.DenyUsers).Contains(user.Value))
            return AccessReason.DeniedUser;
        if (ReasonAgainst(asking.Channel, policy) is { } reason)
            return reason;
        if (await IsInAnyAsync(asking.Team, policy.Of(_options.DenyGroups), user, cancellationToken))
            return AccessReason.DeniedGroup;
        var (users, groups) = (policy.Of(_options.AllowUsers), policy.Of(_options.AllowGroups));
        if (users.Count + groups.Count > 0)
            return users.Contains(user.Value) || await IsInAnyAsync(asking.Team, groups, user, cancellationToken) ? null : AccessReason.NotAllowed;
        return await ReasonAgainstKindAsync(asking.Team, user, policy, cancellationToken);
    }

    private string? ReasonAgainst(ChannelId? where, WorkspacePolicy policy)
    {
        // In a view nobody is anywhere.
        if (where is not { } channel)
            return null;
        if (channel.Value.StartsWith('D'))
            return _options.DirectMessages ? null : AccessReason.DirectMessage;
        var allowed = policy.Of(_options.AllowChannels);
        return policy.Of(_options.DenyChannels).Contains(channel.Value) || (allowed.Count > 0 && !allowed.Contains(channel.Value)) ? AccessReason.DeniedChannel : null;
    }

    private async ValueTask<string?> ReasonAgainstKindAsync(TeamId team, UserId user, WorkspacePolicy policy, CancellationToken cancellationToken)
    {
        var denied = policy.Of(_options.DenyWorkspaces);
        if ((_options is { Guests: true, OtherOrganisations: true } && denied.Count == 0) || policy.Of(_options.AllowOutsiders).Contains(user.Value))
            return null;
        var member = await members.OfAsync(team, user, cancellationToken);
        return member.Kind switch
        {
            MemberKind.Guest when !_options.Guests => AccessReason.Guest,
            MemberKind.Outside when member.IsOf(denied) || !(_options.OtherOrganisations || member.IsOf(policy.Of(_options.AllowWorkspaces))) => AccessReason.OtherOrganisation,
            _ => null,
        };
    }

    private async ValueTask<bool> IsInAnyAsync(TeamId team, IEnumerable<string> groups, UserId user, CancellationToken cancellationToken)
    {
        foreach (var group in groups)
        {
            if (await members.IsInAsync(team, group, user, cancellationToken))
                return true;
        }

        return false;
    }

    /// <summary>One entry a day for each place and reason, however often somebody tries: what strangers do must not fill the store.</summary>
    private static StoredRecord AuditOf(Asking asking, string reason, DateTimeOffset now) => new AuditEntry
    {
        Act = AuditActs.AccessRefused,
        At = now,
        By = asking.User,
        Team = asking.Team.Value,
        Where = asking.Channel?.Value,
        What = reason,
    }.ToRecord(FormattableString.Invariant($"{asking.Team}/{asking.User}/{asking.Channel?.Value}/{reason}/{now:yyyy-MM-dd}"));

    private Verdict.Refused Refused(Asking asking, string reason, string text)
    {
        var now = time.GetUtcNow();
        metrics.Refused(reason);
        if (!_logged.TryGet((asking.Team, asking.User, reason), out _))
        {
            _logged.Set((asking.Team, asking.User, reason), value: true);
            LogRefused(asking.User, asking.Channel?.Value ?? "a view", reason);
        }

        return new Verdict.Refused(text, reason)
        {
            ToldOnceAs = FormattableString.Invariant($"refused:{asking.Team}/{asking.User}/{asking.Channel?.Value}/{now:yyyy-MM-dd}"),
            Records = [AuditOf(asking, reason, now)],
        };
    }

    [LoggerMessage(1802, LogLevel.Information, "{User} may not use the agent ({Reason}): refused in {Where}, and not logged again today")]
    private partial void LogRefused(string user, string where, string reason);

    [LoggerMessage(1803, LogLevel.Warning, "Whether {User} may use the agent cannot be found out now, so nothing is done for them until it can: {Problem}")]
    private partial void LogUnknown(string user, string problem);

    [LoggerMessage(1804, LogLevel.Error, "Whether {User} may use the agent cannot be found out, so they may not: {Problem}")]
    private partial void LogUndecidable(string user, string problem);
}
