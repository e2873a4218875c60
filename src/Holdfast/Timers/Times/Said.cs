namespace Holdfast.Timers.Times;

/// <summary>A time as it was said, before anybody has looked at a clock. A closed set.</summary>
internal abstract record Said
{
    private Said()
    {
    }

    /// <summary>What people should be told about how it was read.</summary>
    public string? Note { get; init; }

    /// <summary>So long from now.</summary>
    public sealed record After(TimeSpan Length) : Said
    {
        /// <summary>Whether "for" was said, which may be how long something takes.</summary>
        public bool IsFor { get; init; }

        /// <summary>Whether it may belong to the word behind it: a <c>10 minute walk</c>.</summary>
        public bool IsAdjective { get; init; }

        /// <summary>Whether words such as "in" say that it is a time from now.</summary>
        public bool IsSaid { get; init; }

        /// <summary>Whether it is whole days: with a time of day they are counted by the calendar.</summary>
        public bool IsDays { get; init; }
    }

    /// <summary>Again and again after so long.</summary>
    public sealed record Interval(TimeSpan Length) : Said;

    /// <summary>A moment of the calendar; without a day the next one at which the clock says so.</summary>
    public sealed record Moment(DayName? Day, Clock? Clock, DayPart? Part, TimeZoneInfo? Zone) : Said
    {
        /// <summary>How far ahead of UTC that clock is, where it was said with the time.</summary>
        public TimeSpan? Offset { get; init; }
    }

    /// <summary>Days that come again.</summary>
    public sealed record Days(string Fields, DayPart? Part, Clock? Clock, TimeZoneInfo? Zone) : Said
    {
        /// <summary>Whether it is every day: then the night belongs to none.</summary>
        public bool IsDaily => Fields == "* * *";
    }

    /// <summary>A rule in cron's own words.</summary>
    public sealed record Cron(string Fields, TimeZoneInfo? Zone) : Said;
}

/// <summary>A time found in a line.</summary>
/// <param name="Said">What was said; null for what cannot be.</param>
/// <param name="Problem">Why it cannot be.</param>
/// <param name="End">Where it ends.</param>
internal readonly record struct Phrase(Said? Said, string? Problem, int End);
