using Holdfast.Slack;
using Holdfast.Timers.Times;
using Microsoft.Extensions.Logging;

namespace Holdfast.Workspaces;

/// <summary>The time zones that people have set in Slack.</summary>
public sealed partial class UserZones(SlackDirectory directory, ILogger<UserZones> logger)
{
    /// <summary>A user's zone; what was known last when Slack does not answer, and else UTC.</summary>
    /// <param name="team">The workspace in which they are asked about.</param>
    /// <param name="user">The user.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<UserZone> GetAsync(TeamId team, UserId user, CancellationToken cancellationToken)
    {
        try
        {
            return Of(user, (await directory.PersonAsync(team, user, cancellationToken)).Zone);
        }
        catch (SlackException e)
        {
            LogUnknown(e, user.Value);
            if (directory.LastKnown(team, user) is { Zone: { } known })
                return Of(user, known);
            return e.Error == SlackErrors.MissingScope
                ? Unknown("I may not read your time zone (the app needs the scope users:read), so I took UTC.")
                : Unknown("I could not find out your time zone, because Slack did not tell me.", e.IsTransient || e.IsOutcomeUnknown ? "Try again in a minute, or name the zone: tomorrow 9:00 Europe/Berlin." : null);
        }
    }

    private UserZone Of(UserId user, string? name)
    {
        if (name is not { Length: > 0 })
            return Unknown("Slack tells me no time zone of yours, so I took UTC. Set one in Slack's preferences, or name it behind the time.");
        if (TimeZones.TryFind(name, out var zone))
            return new UserZone(zone);
        LogNotKnown(user.Value, name);
        return Unknown(
            $"Slack says that your time zone is {name}, which this server does not know. Its operator must install the package tzdata{(TimeZones.AreThere ? ", or a newer one" : "")}.",
            TimeZones.AreThere ? "Until then write a duration, such as: in 2h30m, or another zone: tomorrow 9:00 Europe/Berlin." : "Until then write a duration, such as: in 2h30m, or UTC: tomorrow 9:00 UTC.");
    }

    private static UserZone Unknown(string note, string? remedy = null) => new(TimeZoneInfo.Utc, note, remedy);

    [LoggerMessage(620, LogLevel.Warning, "The time zone of {User} could not be found out")]
    private partial void LogUnknown(Exception error, string user);

    [LoggerMessage(621, LogLevel.Warning, "The time zone {Zone} of {User} is not known on this machine. Install the package tzdata, or a newer one")]
    private partial void LogNotKnown(string user, string zone);
}

/// <summary>A user's time zone.</summary>
/// <param name="Zone">The zone, or UTC in its place.</param>
/// <param name="Note">Why it is not known, for the user; null when it is.</param>
/// <param name="Remedy">What the user can do instead, where a time must not be taken in UTC; null where it may.</param>
public sealed record UserZone(TimeZoneInfo Zone, string? Note = null, string? Remedy = null)
{
    /// <summary>Whether it is the user's own.</summary>
    public bool IsKnown => Note is null;
}
