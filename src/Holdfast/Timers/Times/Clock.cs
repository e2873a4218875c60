using System.Globalization;

namespace Holdfast.Timers.Times;

/// <summary>How a time of day was said, and so whether it may be in the other half of the day.</summary>
internal enum ClockForm
{
    /// <summary><c>9pm</c>, <c>21:00</c>, <c>09:00</c>, <c>noon</c>: it can be no other.</summary>
    Exact,

    /// <summary><c>9:00</c>: as clocks of 24 hours show it, and yet in many places people write so of the evening.</summary>
    Digital,

    /// <summary><c>at 9</c>, <c>half past nine</c>: either.</summary>
    Spoken,
}

/// <summary>A time of day as it was said.</summary>
/// <param name="Time">The time; of 1 to 12 hours where it is not exact.</param>
/// <param name="Form">How it was said.</param>
internal readonly record struct Clock(TimeOnly Time, ClockForm Form)
{
    private const int Noon = 12;

    /// <summary>The time of a day for which none was said.</summary>
    public static TimeOnly Default { get; } = new(9, 0);

    /// <summary>What people should be told about how it was read.</summary>
    public string? Note { get; init; }

    /// <summary>Whether midnight was said by its name: with a day it may be the beginning or the end of it.</summary>
    public bool IsMidnight { get; init; }

    /// <summary>Whether it was said as <c>12am</c>, which few people are sure of.</summary>
    public bool IsTwelveAm { get; init; }

    /// <summary>Whether it was written as durations are as well: <c>0:10:00</c>.</summary>
    public bool MayBeLength { get; init; }

    /// <summary>
    /// The time that is taken where nothing says which half of the day it is. Hours that were only spoken are those at which people are
    /// about: 7 to 11 in the morning, noon, 1 to 6 in the afternoon.
    /// </summary>
    public TimeOnly Taken => Form == ClockForm.Spoken && Time.Hour < 7 ? Time.AddHours(Noon) : Time;

    /// <summary>The other time that it may be; the same when it can be no other.</summary>
    public TimeOnly Other => Form == ClockForm.Exact ? Taken : Taken.AddHours(Noon);

    /// <summary>Whether the other is as good a guess on a day that is named: who says 7:30 may well mean the evening, who says 9:00 hardly.</summary>
    public bool IsDoubtful => Form == ClockForm.Spoken || Form == ClockForm.Digital && Time.Hour < 9;

    /// <summary>How it was read, and what to write for the other meaning.</summary>
    public string ReadAs() => string.Create(
        CultureInfo.InvariantCulture, $"I read that as {Taken:H:mm} {PartOf(Taken)}. If you mean {Other:H:mm}, write {Other:H:mm}.");

    /// <summary>That it may be either.</summary>
    /// <param name="example">What to write, with <c>{0}</c> for the time.</param>
    public WrongTimeException MayBeEither(string example)
    {
        var (early, late) = Taken < Other ? (Taken, Other) : (Other, Taken);
        return new WrongTimeException(string.Create(
            CultureInfo.InvariantCulture, $"That may be {early:H:mm} or {late:H:mm}. Write {string.Format(CultureInfo.InvariantCulture, example, $"{early:HH:mm}")}, or: {string.Format(CultureInfo.InvariantCulture, example, $"{late:H:mm}")}."));
    }

    private static string PartOf(TimeOnly time) => time.Hour switch
    {
        < 5 => "at night",
        < Noon => "in the morning",
        Noon => "at noon",
        < 18 => "in the afternoon",
        _ => "in the evening",
    };
}
