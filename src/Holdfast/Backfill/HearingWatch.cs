using Holdfast.Connection;
using Holdfast.Diagnostics;
using Holdfast.Inbound;
using Holdfast.Ingress;
using Holdfast.Items;
using Holdfast.Slack;
using Holdfast.Slack.WebApi;
using Holdfast.Storage;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Backfill;

/// <summary>
/// Writes down that Slack can reach the server, for as long as it can; and where that was not written for long, orders what was missed to be read. It goes
/// by what is written alone, so that a server that was killed, frozen or cut off notices alike.
/// </summary>
internal sealed partial class HearingWatch(
    ISlackIntake intake,
    IngressActivity activity,
    IWorkspaces workspaces,
    IHoldfastStore store,
    SlackWebClient slack,
    IOptions<BackfillOptions> options,
    IOptions<IngressOptions> ingress,
    LoopHealth health,
    HoldfastMetrics metrics,
    TimeProvider time,
    ILogger<HearingWatch> logger) : SupervisedLoop("hearing", health, metrics, time, logger)
{
    /// <summary>How soon an opened way in is noticed.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <summary>An event that was under way when the way in was lost was not taken in, and clocks differ by some seconds more than can be told.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);

    /// <summary>The most runs that are looked through for conversations.</summary>
    private const int MaxRuns = 2_000;

    /// <summary>The most conversations that are noted, those of the newest runs: they are written again with each step.</summary>
    private const int MaxActive = 500;

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        while (true)
        {
            while (!intake.IsHearing || workspaces.Configured is null)
                await Task.Delay(options.Value.MarkInterval < LookAgain ? options.Value.MarkInterval : LookAgain, Time, stopping);

            await MarkAsync(workspaces.Configured.Team, stopping);

            // What the store refused was not heard: Slack gives up on it as if nobody had been there.
            long refused;
            do
            {
                refused = activity.Refused;
                await Task.Delay(options.Value.MarkInterval, Time, stopping);
            }
            while (activity.Refused != refused);
        }
    }

    private async Task MarkAsync(TeamId team, CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        var last = HearingMark.Read(await store.GetValueAsync(HearingMark.KeyOf(team), cancellationToken));
        if (!options.Value.Enabled || last is not { } since || now - since < options.Value.After)
        {
            await store.AppendAsync([HearingMark.ToItem(team, now, options.Value.MarkInterval, Time)], cancellationToken);
            if (last is null)
                LogFirst();
            return;
        }

        var progress = await BeginAsync(team, since, now, cancellationToken);
        var appended = await store.AppendAsync([BackfillOrder.ToItem(progress, Time)], cancellationToken);
        if (appended[0] == AppendResult.Appended)
            LogOutage(since, now);
    }

    private async ValueTask<BackfillProgress> BeginAsync(TeamId team, DateTimeOffset since, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var oldest = now - options.Value.OldestWith(ingress.Value);
        var from = since - Margin;
        var progress = new BackfillProgress
        {
            Id = ItemId.New(Time),
            Team = team.Value,
            From = since,
            Until = now,
            Oldest = ByItsClock(from > oldest ? from : oldest),
            Latest = ByItsClock(now + Margin),
            Active = await ActiveAsync(team, cancellationToken),
        };
        return from > oldest ? progress : progress.Leaving($"what was said before {oldest:u}");
    }

    /// <summary>Now, since after an outage runs are soon swept, and conversations forgotten.</summary>
    private async ValueTask<IReadOnlyDictionary<string, DateTimeOffset>> ActiveAsync(TeamId team, CancellationToken cancellationToken)
    {
        var active = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var run in await store.FindRunsAsync(new RunQuery { Team = team.Value }, MaxRuns, cancellationToken))
        {
            if (active.Count == MaxActive)
                break;
            var at = run.EndedAt ?? run.StartedAt;
            if (!active.TryGetValue(run.Conversation, out var known) || known < at)
                active[run.Conversation] = at;
        }

        return active;
    }

    private string ByItsClock(DateTimeOffset moment) =>
        SlackTs.FromMicros((slack.Clock.Of(moment) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond).Value;

    [LoggerMessage(1853, LogLevel.Information, "From now on it is known when Slack could reach this server: what is missed in an outage is read from its history afterwards")]
    private partial void LogFirst();

    [LoggerMessage(1850, LogLevel.Warning, "Slack could not reach this server from {From:u} to {Until:u}: what was said meanwhile is read from its history")]
    private partial void LogOutage(DateTimeOffset from, DateTimeOffset until);
}
