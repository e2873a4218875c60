namespace Holdfast.Timers.Times;

/// <summary>What a text about time came to. A closed set.</summary>
public abstract record TimeReading
{
    private TimeReading()
    {
    }

    /// <summary>It names a time.</summary>
    /// <param name="DueAt">The moment, or the first of them; after the present.</param>
    /// <param name="Repeats">The rule by which it comes again; null for once.</param>
    /// <param name="Zone">The time zone in which it was read.</param>
    /// <param name="Label">What else the text says; empty for nothing.</param>
    /// <param name="Note">What people should be told about it, such as that clocks change in between; null for nothing.</param>
    public sealed record Understood(DateTimeOffset DueAt, Recurrence? Repeats, TimeZoneInfo Zone, string Label, string? Note = null) : TimeReading;

    /// <summary>It names none, or one that cannot be.</summary>
    /// <param name="Problem">Why, and what can be written instead, for people. Not escaped.</param>
    public sealed record NotUnderstood(string Problem) : TimeReading;
}
