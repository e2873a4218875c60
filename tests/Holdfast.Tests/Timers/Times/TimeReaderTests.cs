using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Holdfast.Timers.Times;

namespace Holdfast.Tests.Timers.Times;

[Trait("Req", "TM-1")]
public sealed class TimeReaderTests
{
    /// <summary>A Sunday: 13:00 in Berlin, 07:00 in New York.</summary>
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("10s tea", "00:00:10", "tea")]
    [InlineData("10 s", "00:00:10", "")]
    [InlineData("10 Seconds", "00:00:10", "")]
    [InlineData("90 min pizza", "01:30:00", "pizza")]
    [InlineData("2h30m", "02:30:00", "")]
    [InlineData("2 h 30 min: call Bob", "02:30:00", "call Bob")]
    [InlineData("1.5 hours", "01:30:00", "")]
    [InlineData("1,5h", "01:30:00", "")]
    [InlineData("1 hour and 5 minutes for the cake", "01:05:00", "the cake")]
    [InlineData("in 10 minutes to check the oven", "00:10:00", "check the oven")]
    [InlineData("for 10 seconds", "00:00:10", "")]
    [InlineData("in half an hour", "00:30:00", "")]
    [InlineData("in an hour and a half", "01:30:00", "")]
    [InlineData("in a minute \"stretch\"", "00:01:00", "stretch")]
    [InlineData("2 days", "2.00:00:00", "")]
    [InlineData("1 week report", "7.00:00:00", "report")]
    [InlineData("tea in 10 minutes", "00:10:00", "tea")]
    [InlineData("“tea” in 5 min.", "00:05:00", "tea")]
    [InlineData("remind me to drink tea in 5 min", "00:05:00", "drink tea")]
    [InlineData("Set a timer for 10 seconds", "00:00:10", "")]
    [InlineData("read 3 pages of 1/2/3 in 10 min", "00:10:00", "read 3 pages of 1/2/3")]
    public void Durations_are_understood(string text, string after, string label)
    {
        var read = Understood(text);
        Assert.Equal((Now + TimeSpan.Parse(after, CultureInfo.InvariantCulture), label, null), (read.DueAt, read.Label, read.Repeats));
    }

    [Theory]
    [InlineData("14:30", "2026-11-22 14:30", "")]
    [InlineData("9:00 stand-up", "2026-11-23 09:00", "stand-up")]
    [InlineData("at 9 stand-up", "2026-11-23 09:00", "stand-up")]
    [InlineData("at 9 o'clock", "2026-11-23 09:00", "")]
    [InlineData("9am", "2026-11-23 09:00", "")]
    [InlineData("9.30 p.m. film", "2026-11-22 21:30", "film")]
    [InlineData("12 am", "2026-11-23 00:00", "")]
    [InlineData("12pm", "2026-11-23 12:00", "")]
    [InlineData("noon", "2026-11-23 12:00", "")]
    [InlineData("midnight", "2026-11-23 00:00", "")]
    [InlineData("today 18:00", "2026-11-22 18:00", "")]
    [InlineData("tonight", "2026-11-22 20:00", "")]
    [InlineData("tomorrow", "2026-11-23 09:00", "")]
    [InlineData("tomorrow 9:00 call Bob", "2026-11-23 09:00", "call Bob")]
    [InlineData("call Bob tomorrow at 9am", "2026-11-23 09:00", "call Bob")]
    [InlineData("9:15 tomorrow", "2026-11-23 09:15", "")]
    [InlineData("monday", "2026-11-23 09:00", "")]
    [InlineData("on friday at 17:00 beer", "2026-11-27 17:00", "beer")]
    [InlineData("sunday 14:00", "2026-11-22 14:00", "")]
    [InlineData("sunday 9:00", "2026-11-29 09:00", "")]
    [InlineData("next sunday 14:00", "2026-11-29 14:00", "")]
    [InlineData("2027-01-05 14:30 dentist", "2027-01-05 14:30", "dentist")]
    [InlineData("2027-01-05", "2027-01-05 09:00", "")]
    [InlineData("2027-01-05T14:30", "2027-01-05 14:30", "")]
    [InlineData("5 Jan 2027 14:30", "2027-01-05 14:30", "")]
    [InlineData("Jan 5th, 2027 at 14:30", "2027-01-05 14:30", "")]
    [InlineData("5.1.2027 9:00", "2027-01-05 09:00", "")]
    [InlineData("31 dec 23:59 fireworks", "2026-12-31 23:59", "fireworks")]
    [InlineData("1 nov 9:00", "2027-11-01 09:00", "")]
    [InlineData("29 feb", "2028-02-29 09:00", "")]
    public void Moments_are_understood_in_the_users_own_zone(string text, string local, string label)
    {
        var read = Understood(text);
        Assert.Equal((local, label, null), (LocalOf(read.DueAt, Berlin), read.Label, read.Repeats));
    }

    [Theory]
    [InlineData("tomorrow 9:00 America/New_York standup", "2026-11-23T14:00:00Z", "standup")]
    [InlineData("9:00 UTC", "2026-11-23T09:00:00Z", "")]
    [InlineData("2027-01-05T14:30:00Z", "2027-01-05T14:30:00Z", "")]
    [InlineData("2027-01-05 14:30+02:00 dentist", "2027-01-05T12:30:00Z", "dentist")]
    [InlineData("every day at 9:00 Asia/Kolkata", "2026-11-23T03:30:00Z", "")]
    [InlineData("9:00 TCP/IP lecture", "2026-11-23T08:00:00Z", "TCP/IP lecture")]
    public void A_zone_may_stand_behind_the_time(string text, string due, string label)
    {
        var read = Understood(text);
        Assert.Equal((DateTimeOffset.Parse(due, CultureInfo.InvariantCulture), label), (read.DueAt, read.Label));
    }

    [Theory]
    [InlineData("every weekday at 9:00 stand-up", "cron 0 9 * * 1-5", "every weekday at 9:00", "2026-11-23 09:00", "stand-up")]
    [InlineData("stand-up every weekday at 9:00", "cron 0 9 * * 1-5", "every weekday at 9:00", "2026-11-23 09:00", "stand-up")]
    [InlineData("9:00 every weekday", "cron 0 9 * * 1-5", "every weekday at 9:00", "2026-11-23 09:00", "")]
    [InlineData("every day 21:30", "cron 30 21 * * *", "every day at 21:30", "2026-11-22 21:30", "")]
    [InlineData("daily at 9", "cron 0 9 * * *", "every day at 9:00", "2026-11-23 09:00", "")]
    [InlineData("every monday and thursday at 10:30 gym", "cron 30 10 * * 1,4", "every Monday and Thursday at 10:30", "2026-11-23 10:30", "gym")]
    [InlineData("mondays at 9", "cron 0 9 * * 1", "every Monday at 9:00", "2026-11-23 09:00", "")]
    [InlineData("weekly on friday at 17:00", "cron 0 17 * * 5", "every Friday at 17:00", "2026-11-27 17:00", "")]
    [InlineData("every month on the 1st at 9:00 rent", "cron 0 9 1 * *", "every month on day 1 at 9:00", "2026-12-01 09:00", "rent")]
    [InlineData("monthly on the 31st", "cron 0 9 L * *", "on the last day of every month at 9:00", "2026-11-30 09:00", "")]
    [InlineData("every year on 5 Jan birthday", "cron 0 9 5 1 *", "every year on 5 January at 9:00", "2027-01-05 09:00", "birthday")]
    [InlineData("cron 0 9 * * 1-5 stand-up", "cron 0 9 * * 1-5", "every weekday at 9:00", "2026-11-23 09:00", "stand-up")]
    [InlineData("*/15 9-17 * * 1-5", "cron */15 9-17 * * 1-5", "by the rule cron */15 9-17 * * 1-5", "2026-11-23 09:00", "")]
    [InlineData("every 90 minutes stretch", "every PT1H30M", "every 1 h 30 min", "2026-11-22 14:30", "stretch")]
    [InlineData("every hour", "every PT1H", "every 1 h", "2026-11-22 14:00", "")]
    [InlineData("hourly", "every PT1H", "every 1 h", "2026-11-22 14:00", "")]
    public void Rules_are_understood(string text, string stored, string described, string first, string label)
    {
        var read = Understood(text);
        Assert.Equal((stored, described), (read.Repeats?.ToString(), read.Repeats?.Describe()));
        Assert.Equal((first, label), (LocalOf(read.DueAt, Berlin), read.Label));
    }

    [Theory]
    [InlineData("", "Say when")]
    [InlineData("   ", "Say when")]
    [InlineData("tea", "no time")]
    [InlineData("9 lives", "no time")]
    [InlineData("a day in the park", "no time")]
    [InlineData("5", "no time")]
    [InlineData("-5s", "past")]
    [InlineData("0s", "no time at all")]
    [InlineData("0.0001 s", "no time at all")]
    [InlineData("99999999h", "5 years")]
    [InlineData("99999999999999999999999999999999999999999999h", "5 years")]
    [InlineData("in 99999999999999999999999 weeks and 99999999999999999999999 weeks", "5 years")]
    [InlineData("2099-01-05 9:00", "5 years")]
    [InlineData("31 Feb", "no such day")]
    [InlineData("2027-02-29", "no such day")]
    [InlineData("2027-13-01 9:00", "no such day")]
    [InlineData("25:00", "no such time of day")]
    [InlineData("13pm", "no such time of day")]
    [InlineData("9:75", "no such time of day")]
    [InlineData("yesterday 9:00", "passed")]
    [InlineData("2020-01-01", "passed")]
    [InlineData("today 9:00", "passed")]
    [InlineData("1/5/2027", "slashes")]
    [InlineData("9:00 CET", "several time zones")]
    [InlineData("tomorrow 9:00 Mars/Olympus", "no time zone Mars/Olympus")]
    [InlineData("9:00 Europe/Nowhere", "no time zone Europe/Nowhere")]
    [InlineData("every 0 minutes", "at most once")]
    [InlineData("every 10 seconds", "at most once")]
    [InlineData("every 2 hours at 9:00", "no time of day")]
    [InlineData("every month", "which day of the month")]
    [InlineData("every year", "which day of the year")]
    [InlineData("weekly", "which day of the week")]
    [InlineData("cron 61 0 0 0 0", "no cron rule")]
    [InlineData("cron 0 0 30 2 *", "never comes")]
    public void What_cannot_be_a_time_is_refused_with_the_reason(string text, string reason)
    {
        var refused = Assert.IsType<TimeReading.NotUnderstood>(TimeReader.Read(text, Now, Berlin));
        Assert.Contains(reason, refused.Problem, StringComparison.Ordinal);
        Assert.InRange(refused.Problem.Length, 10, 400);
    }

    [Fact]
    public void Endless_texts_and_labels_are_refused_by_their_length()
    {
        Assert.Contains("at most 500", Refused($"10s {new string('x', 501)}"), StringComparison.Ordinal);
        Assert.Contains("at most 4000", Refused(new string('1', 10_000)), StringComparison.Ordinal);
        Assert.Equal(500, Understood($"10s {new string('x', 500)}").Label.Length);
    }

    [Fact]
    public void A_label_is_one_line_without_control_characters() =>
        Assert.Equal("tea and cake", Understood("10s tea\r\nand\u0007cake\t").Label);

    [Fact]
    public void A_time_alone_may_have_nothing_beside_it()
    {
        Assert.IsType<TimeReading.Understood>(TimeReader.ReadTime("in 10 minutes", Now, Berlin));
        var refused = Assert.IsType<TimeReading.NotUnderstood>(TimeReader.ReadTime("in 10 minutes tea", Now, Berlin));
        Assert.Contains("more in that than a time", refused.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_time_that_the_clocks_leave_out_moves_behind_the_gap_and_says_so()
    {
        var read = Understood("2027-03-28 2:30 early");
        Assert.Equal("2027-03-28 03:00", LocalOf(read.DueAt, Berlin));
        Assert.Contains("2:30 does not exist on that day", read.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_time_that_comes_twice_is_the_first_one() =>
        Assert.Equal(new DateTimeOffset(2027, 10, 31, 0, 30, 0, TimeSpan.Zero), Understood("2027-10-31 2:30").DueAt);

    [Fact]
    public void Any_text_is_read_or_refused_and_what_is_read_can_ring()
    {
        string[] words =
        [
            "10", "s", "in", "at", "9", ":", "00", "am", "tomorrow", "every", "day", "monday", "2027", "-", "01", "05", "T", "/", "cron", "*", "0", "UTC",
            "Europe/Berlin", "tea", " ", " ", " ", "\n", "½", "\ud83d\ude00", "31", "feb", "+02:00", "999999999999", ".", ",", "and", "on", "the", "1st",
        ];
        var texts = Gen.OneOf(Gen.Elements(words).ArrayOf().Select(string.Concat), ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""));
        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            switch (TimeReader.Read(text, Now, Berlin))
            {
                case TimeReading.Understood read:
                    Assert.InRange(read.DueAt, Now + TimeSpan.FromTicks(1), Now + TimeSpan.FromDays(5 * 366));
                    Assert.InRange(read.Label.Length, 0, TimeReader.MaxLabel);
                    if (read.Repeats is not { } rule)
                        break;
                    Assert.True(Recurrence.TryParse(rule.ToString(), out var again));
                    Assert.Equal(rule.ToString(), again.ToString());
                    Assert.True(rule.NextAfter(read.DueAt, read.DueAt, read.Zone) > read.DueAt);
                    break;
                case TimeReading.NotUnderstood refused:
                    Assert.NotEmpty(refused.Problem);
                    break;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));
    }

    private static TimeReading.Understood Understood(string text) => TimeReader.Read(text, Now, Berlin) switch
    {
        TimeReading.Understood understood => understood,
        var other => throw new InvalidOperationException($"'{text}': {other}"),
    };

    private static string Refused(string text) => Assert.IsType<TimeReading.NotUnderstood>(TimeReader.Read(text, Now, Berlin)).Problem;

    private static string LocalOf(DateTimeOffset moment, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(moment, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
