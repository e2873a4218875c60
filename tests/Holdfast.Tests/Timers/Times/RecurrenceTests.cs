using Holdfast.Timers.Times;

namespace Holdfast.Tests.Timers.Times;

[Trait("Req", "TM-1")]
public sealed class RecurrenceTests
{
    public static TheoryData<string, string> ZonesAndRules()
    {
        var all = new TheoryData<string, string>();
        foreach (var zone in (string[])["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Asia/Kolkata"])
        {
            foreach (var rule in (string[])["30 2 * * *", "0 9 * * 1-5", "15 1 * * *", "45 23 * * 0,6", "0 0 * * *", "0 9 L * *"])
                all.Add(zone, rule);
        }

        return all;
    }

    /// <summary>Held against a walk over the year's days that knows nothing of rules.</summary>
    [Theory]
    [MemberData(nameof(ZonesAndRules))]
    public void Through_a_year_of_daylight_saving_each_comes_at_the_right_local_time(string zoneId, string fields)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);
        Assert.True(Recurrence.TryCron(fields, out var rule));
        var parts = fields.Split(' ');
        var expected = new List<DateTimeOffset>();
        for (var day = new DateOnly(2027, 1, 1); day.Year == 2027; day = day.AddDays(1))
        {
            if (IsWanted(day, parts))
                expected.Add(MomentOf(day.ToDateTime(new TimeOnly(int.Parse(parts[1]), int.Parse(parts[0]))), zone));
        }

        var seen = new List<DateTimeOffset>();
        var start = MomentOf(new DateTime(2027, 1, 1), zone);
        for (var next = rule.NextAfter(start - TimeSpan.FromTicks(1), start, zone); next <= expected[^1]; next = rule.NextAfter(next!.Value, next.Value, zone))
            seen.Add(next!.Value);
        Assert.Equal(expected, seen);
    }

    [Fact]
    public void An_interval_is_time_that_passes_whatever_clocks_do()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var rule = Recurrence.Every(TimeSpan.FromMinutes(90))!;
        var anchor = new DateTimeOffset(2027, 3, 28, 0, 15, 0, TimeSpan.Zero);
        Assert.Equal(anchor + TimeSpan.FromMinutes(90), rule.NextAfter(anchor, anchor, zone));
        Assert.Equal(anchor + TimeSpan.FromMinutes(270), rule.NextAfter(anchor + TimeSpan.FromMinutes(200), anchor, zone));
        Assert.Equal(anchor, rule.NextAfter(anchor - TimeSpan.FromDays(1), anchor, zone));
        Assert.Null(rule.NextAfter(DateTimeOffset.MaxValue - TimeSpan.FromMinutes(1), anchor, zone));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("cron")]
    [InlineData("cron 0 9 * *")]
    [InlineData("every")]
    [InlineData("every PT10S")]
    [InlineData("every P9999Y")]
    [InlineData("every -PT1H")]
    [InlineData("0 9 * * *")]
    public void What_is_none_of_ours_is_no_rule(string? text) => Assert.False(Recurrence.TryParse(text, out _));

    private static bool IsWanted(DateOnly day, string[] parts) => (parts[2], parts[4]) switch
    {
        ("L", _) => day.AddDays(1).Day == 1,
        (_, "1-5") => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday),
        (_, "0,6") => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday,
        _ => true,
    };

    /// <summary>The first instant at which the clocks of a zone show at least this time of this day, found by looking at every minute.</summary>
    private static DateTimeOffset MomentOf(DateTime local, TimeZoneInfo zone)
    {
        var moment = new DateTimeOffset(local, TimeSpan.Zero) - TimeSpan.FromHours(15);
        while (TimeZoneInfo.ConvertTime(moment, zone).DateTime < local)
            moment += TimeSpan.FromMinutes(1);
        return moment;
    }
}
