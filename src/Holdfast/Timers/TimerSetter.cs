using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Slack;
using Holdfast.Storage;
using Holdfast.Text;
using Holdfast.Timers.Times;
using Holdfast.Workspaces;
using Microsoft.Extensions.Options;

namespace Holdfast.Timers;

/// <summary>Sets timers: reads the time that the user wrote, in the user's own zone, and makes the timer with its alarm.</summary>
public sealed class TimerSetter(IRecordReader timers, UserZones zones, IOptions<TimerOptions> options, TimeProvider time)
{
    /// <summary>Far from UTC: what comes to the same moment in both does not depend on the zone.</summary>
    private static readonly TimeZoneInfo Elsewhere = TimeZoneInfo.CreateCustomTimeZone("elsewhere", TimeSpan.FromHours(9), displayName: null, standardDisplayName: null);

    /// <summary>Reads a time with a label, as people type them.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="place">Where it is to ring, and for whom.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<TimerSetting> SetAsync(string text, TimerPlace place, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(place);
        return SetAsync((now, zone) => TimeReader.Read(text, now, zone), label: null, place, cancellationToken);
    }

    /// <summary>Reads a time, for what is called so.</summary>
    /// <param name="when">The time and nothing else.</param>
    /// <param name="label">What the timer is for; empty for nothing.</param>
    /// <param name="place">Where it is to ring, and for whom.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<TimerSetting> SetAsync(string when, string label, TimerPlace place, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(label);
        ArgumentNullException.ThrowIfNull(place);
        return SetAsync((now, zone) => TimeReader.ReadTime(when, now, zone), label, place, cancellationToken);
    }

    /// <summary>Why a user can have no further timer; null when there is room.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="user">The user.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<string?> ReasonAgainstAsync(string team, string user, CancellationToken cancellationToken)
    {
        var pending = await timers.CountPendingTimersAsync(team, user, cancellationToken);
        return pending < options.Value.MaxPerUser
            ? null
            : $"You already have {Quantities.Count(pending, "timer")}, and {options.Value.MaxPerUser:N0} is the limit. Cancel one first.";
    }

    private async ValueTask<TimerSetting> SetAsync(
        Func<DateTimeOffset, TimeZoneInfo, TimeReading> understand, string? label, TimerPlace place, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (team, user) = (place.Conversation.Team.Value, place.User);
        var zone = await zones.GetAsync(place.Conversation.Team, new UserId(user), cancellationToken);
        var (read, elsewhere) = (understand(now, zone.Zone), understand(now, Elsewhere));
        var dependsOnZone = DependsOnZone(read, elsewhere);
        if (zone is { IsKnown: false, Remedy: { } remedy } && dependsOnZone)
            return new TimerSetting.Refused($"{zone.Note} {remedy}");
        if (read is TimeReading.NotUnderstood { Problem: var unclear })
            return new TimerSetting.Refused(unclear);
        var reading = (TimeReading.Understood)read;
        if (TimerLabels.Read(label ?? reading.Label) is var (said, problem) && problem is not null)
            return new TimerSetting.Refused(problem);
        if (await ReasonAgainstAsync(team, user, cancellationToken) is { } full)
            return new TimerSetting.Refused(full);
        var timer = new TimerRecord
        {
            Id = place.Id ?? ItemId.New(time),
            Team = team,
            User = user,
            Conversation = place.Conversation.ToString(),
            Label = said,
            DueAt = reading.DueAt,
            Repeats = reading.Repeats?.ToString(),
            Zone = reading.Zone.Id,
            Status = TimerStatus.Pending,
            CreatedAt = now,
        };
        var note = dependsOnZone && !zone.IsKnown ? $"{reading.Note} {zone.Note}".Trim() : reading.Note;
        return new TimerSetting.Set(timer, TimerOrder.Alarm(timer, time, place.TraceParent), note);
    }

    /// <summary>Whether it is another time in another zone; a zone that was named beside it is the same in both.</summary>
    private static bool DependsOnZone(TimeReading here, TimeReading elsewhere) => (here, elsewhere) switch
    {
        (TimeReading.Understood one, TimeReading.Understood other) => one.DueAt != other.DueAt || one.Repeats is { IsInterval: false } && one.Zone.Id != other.Zone.Id,
        _ => here is TimeReading.Understood || elsewhere is TimeReading.Understood,
    };
}

/// <summary>Where a timer is to ring.</summary>
/// <param name="Conversation">The conversation.</param>
/// <param name="User">Who sets it, and is mentioned.</param>
/// <param name="TraceParent">The trace it belongs to.</param>
/// <param name="Id">Its id, where setting it again must come to the same timer; null for a new one.</param>
public sealed record TimerPlace(ConversationId Conversation, string User, string? TraceParent = null, ItemId? Id = null);

/// <summary>The result of setting a timer. A closed set.</summary>
public abstract record TimerSetting
{
    private TimerSetting()
    {
    }

    /// <summary>It is set, once timer and alarm are committed together.</summary>
    /// <param name="Timer">The timer.</param>
    /// <param name="Alarm">Its alarm.</param>
    /// <param name="Note">What its user should be told besides; null for nothing.</param>
    public sealed record Set(TimerRecord Timer, NewItem Alarm, string? Note) : TimerSetting;

    /// <summary>There can be no such timer.</summary>
    /// <param name="Problem">Why, and what can be written instead; not escaped.</param>
    public sealed record Refused(string Problem) : TimerSetting;
}
