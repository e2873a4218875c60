namespace Holdfast.Timers.Times;

/// <summary>What the clocks of a zone say, as moments.</summary>
internal static class LocalTime
{
    /// <summary>The longest gap there was: Samoa left out a day.</summary>
    private const int MaxMinutes = 25 * 60;

    /// <summary>What the clock says at a moment.</summary>
    public static DateTime Of(DateTimeOffset moment, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(moment, zone).DateTime;

    /// <summary>
    /// The moment at which the clock says so: the first of two, when clocks are set back; when they are set forward over it, the first
    /// moment after.
    /// </summary>
    /// <returns>The moment, and the time that the clock says then, when it is another.</returns>
    public static (DateTimeOffset Moment, DateTime? Instead) ToMoment(DateTime local, TimeZoneInfo zone)
    {
        var valid = local;
        for (var minute = 1; zone.IsInvalidTime(valid) && minute <= MaxMinutes; minute++)
            valid = new DateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, 0, DateTimeKind.Unspecified).AddMinutes(minute);
        var offset = zone.IsAmbiguousTime(valid) ? zone.GetAmbiguousTimeOffsets(valid).Max() : zone.GetUtcOffset(valid);
        return (new DateTimeOffset(valid, offset).ToUniversalTime(), valid == local ? null : valid);
    }
}
