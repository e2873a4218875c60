using System.Globalization;
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
    [InlineData("an hour", "01:00:00", "")]
    [InlineData("a minute", "00:01:00", "")]
    [InlineData("half an hour", "00:30:00", "")]
    [InlineData("a quarter of an hour", "00:15:00", "")]
    [InlineData("1 hour and a half", "01:30:00", "")]
    [InlineData("2 and a half hours", "02:30:00", "")]
    [InlineData("in two hours", "02:00:00", "")]
    [InlineData("forty-five minutes nap", "00:45:00", "nap")]
    [InlineData("1 hour, 5 minutes and 3 seconds", "01:05:03", "")]
    [InlineData("in 24h", "1.00:00:00", "")]
    [InlineData("in 21h", "21:00:00", "")]
    [InlineData("12h", "12:00:00", "")]
    [InlineData("10 minutes from now", "00:10:00", "")]
    [InlineData("`10s tea`", "00:00:10", "tea")]
    [InlineData("tea 10s please", "00:00:10", "tea")]
    [InlineData("10s - \"5\"", "00:00:10", "5")]
    [InlineData("in 5 min \"don't go at 9:00\"", "00:05:00", "don't go at 9:00")]
    [InlineData("monday's report in 10 min", "00:10:00", "monday's report")]
    [InlineData("sat down in 10 min", "00:10:00", "sat down")]
    [InlineData("call 555-1234 in 5 minutes", "00:05:00", "call 555-1234")]
    public void Durations_are_understood(string text, string after, string label)
    {
        var read = Understood(text);
        Assert.Equal((Now + TimeSpan.Parse(after, CultureInfo.InvariantCulture), label, null), (read.DueAt, read.Label, read.Repeats));
    }

    [Theory]
    [InlineData("call Bob to\u200Bmorrow at 9:00", "2026-11-23 09:00", "call Bob")]
    [InlineData("call Bob to\u00ADmorrow at 9:00", "2026-11-23 09:00", "call Bob")]
    [InlineData("call Bob \u202Atomorrow\u202C at 9:00", "2026-11-23 09:00", "call Bob")]
    [InlineData("\uFEFFtomorrow at 9:00 call Bob", "2026-11-23 09:00", "call Bob")]
    [InlineData("call Bob fri\u200Dday at 9:00", "2026-11-27 09:00", "call Bob")]
    [InlineData("dentist on 2026\u201112\u201105 at 9:00", "2026-12-05 09:00", "dentist")]
    [InlineData("call Bob tomorrow at \uFF19:\uFF10\uFF10", "2026-11-23 09:00", "call Bob")]
    [InlineData("call Bob tomorrow at 9\u223600", "2026-11-23 09:00", "call Bob")]
    [InlineData("call Bob in \u0662 days at 9:00", "2026-11-24 09:00", "call Bob")]
    [InlineData("call Bob in \u0968 days at 9:00", "2026-11-24 09:00", "call Bob")]
    [InlineData("call Bob \uFF15 Jan at 9:00", "2027-01-05 09:00", "call Bob")]
    [InlineData("\u0E51\u0E50 tickets tomorrow at 9:00", "2026-11-23 09:00", "\u0E51\u0E50 tickets")]
    [InlineData("\U0001F468\u200D\U0001F469\u200D\U0001F466 tomorrow at 9:00", "2026-11-23 09:00", "\U0001F468\u200D\U0001F469\u200D\U0001F466")]
    public void Signs_that_look_alike_or_like_nothing_change_no_time(string text, string local, string label)
    {
        var read = Understood(text);
        Assert.Equal((local, label), (TimeZoneInfo.ConvertTime(read.DueAt, Berlin).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), read.Label));
    }

    [Theory]
    [InlineData("9:00 call at \u0661\u0660:\u0663\u0660")]
    [InlineData("tomorrow 9:00\u201210:00 meeting")]
    [InlineData("call Bob on 1\u22155\u22152027 at 9:00")]
    public void In_no_script_a_time_is_left_in_the_label(string text) => Assert.IsType<TimeReading.NotUnderstood>(TimeReader.Read(text, Now, Berlin));

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
    [InlineData("day after tomorrow", "2026-11-24 09:00", "")]
    [InlineData("the day after tomorrow at 10 tea", "2026-11-24 10:00", "tea")]
    [InlineData("tomorrow evening call mum", "2026-11-23 20:00", "call mum")]
    [InlineData("tomorrow in the afternoon", "2026-11-23 15:00", "")]
    [InlineData("tonight at 9", "2026-11-22 21:00", "")]
    [InlineData("tomorrow evening at 8:15", "2026-11-23 20:15", "")]
    [InlineData("at 8 in the evening", "2026-11-22 20:00", "")]
    [InlineData("at 2 at night", "2026-11-23 02:00", "")]
    [InlineData("at 21h tea", "2026-11-22 21:00", "tea")]
    [InlineData("at 9h30", "2026-11-23 09:30", "")]
    [InlineData("@9:00", "2026-11-23 09:00", "")]
    [InlineData("9:00 31 dec", "2026-12-31 09:00", "")]
    [InlineData("Sunday, 2026-11-29 12:00", "2026-11-29 12:00", "")]
    [InlineData("Tue Jan 5 2027 9:00", "2027-01-05 09:00", "")]
    [InlineData("tue 5 jan 9:30 dentist", "2027-01-05 09:30", "dentist")]
    [InlineData("5 May dentist", "2027-05-05 09:00", "dentist")]
    [InlineData("sun", "2026-11-29 09:00", "")]
    [InlineData("sun 9:00 church", "2026-11-29 09:00", "church")]
    [InlineData("tomorrow call Bob at 9:30am", "2026-11-23 09:30", "call Bob")]
    [InlineData("18:00 call Bob tomorrow", "2026-11-23 18:00", "call Bob")]
    [InlineData("submit it by friday", "2026-11-27 09:00", "submit it")]
    [InlineData("wake me up at 7", "2026-11-23 07:00", "")]
    [InlineData("tomorrow - 10:00", "2026-11-23 10:00", "")]
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
    [InlineData("9:00 utc", "2026-11-23T09:00:00Z", "")]
    [InlineData("9:00 GMT tea", "2026-11-23T09:00:00Z", "tea")]
    [InlineData("9:00Z", "2026-11-23T09:00:00Z", "")]
    [InlineData("9:00 america/new_york", "2026-11-22T14:00:00Z", "")]
    [InlineData("2027-01-05T14:30:00.123Z", "2027-01-05T14:30:00Z", "")]
    [InlineData("2027-01-05T14:30-05:00", "2027-01-05T19:30:00Z", "")]
    [InlineData("Sunday, 2026-11-29 12:00:00+00:00 (UTC)", "2026-11-29T12:00:00Z", "")]
    [InlineData("tomorrow call Bob at 9:00 Asia/Kolkata", "2026-11-23T03:30:00Z", "call Bob")]
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
    [InlineData("*/15 9-17 * * 1-5", "cron */15 9-17 * * 1-5", "by cron */15 9-17 * * 1-5", "2026-11-23 09:00", "")]
    [InlineData("every 90 minutes stretch", "every PT1H30M", "every 90 minutes", "2026-11-22 14:30", "stretch")]
    [InlineData("every hour", "every PT1H", "every hour", "2026-11-22 14:00", "")]
    [InlineData("hourly", "every PT1H", "every hour", "2026-11-22 14:00", "")]
    [InlineData("every half hour", "every PT30M", "every 30 minutes", "2026-11-22 13:30", "")]
    [InlineData("every 2 days", "every P2D", "every 2 days", "2026-11-24 13:00", "")]
    [InlineData("every 100 seconds", "every PT1M40S", "every 1 min 40 s", "2026-11-22 13:01", "")]
    [InlineData("every mon-fri at 9:00", "cron 0 9 * * 1-5", "every weekday at 9:00", "2026-11-23 09:00", "")]
    [InlineData("every friday to monday at 9", "cron 0 9 * * 0,1,5,6", "every Sunday, Monday, Friday and Saturday at 9:00", "2026-11-23 09:00", "")]
    [InlineData("every weekend at 10", "cron 0 10 * * 0,6", "every Saturday and Sunday at 10:00", "2026-11-28 10:00", "")]
    [InlineData("mondays and thursdays at 9", "cron 0 9 * * 1,4", "every Monday and Thursday at 9:00", "2026-11-23 09:00", "")]
    [InlineData("every noon", "cron 0 12 * * *", "every day at 12:00", "2026-11-23 12:00", "")]
    [InlineData("every night at 10", "cron 0 22 * * *", "every day at 22:00", "2026-11-22 22:00", "")]
    [InlineData("every month on the 1st and 15th", "cron 0 9 1,15 * *", "by cron 0 9 1,15 * *", "2026-12-01 09:00", "")]
    [InlineData("the 1st of every month at 9:00 rent", "cron 0 9 1 * *", "every month on day 1 at 9:00", "2026-12-01 09:00", "rent")]
    [InlineData("every 5 Jan", "cron 0 9 5 1 *", "every year on 5 January at 9:00", "2027-01-05 09:00", "")]
    [InlineData("0 9 * * MON-FRI stand-up", "cron 0 9 * * MON-FRI", "by cron 0 9 * * MON-FRI", "2026-11-23 09:00", "stand-up")]
    [InlineData("every friday beer at 17:00", "cron 0 17 * * 5", "every Friday at 17:00", "2026-11-27 17:00", "beer")]
    [InlineData("every first monday at 9:00 retro", "cron 0 9 * * 1#1", "on the first Monday of every month at 9:00", "2026-12-07 09:00", "retro")]
    [InlineData("demo on the last friday of every month at 16:00", "cron 0 16 * * 5L", "on the last Friday of every month at 16:00", "2026-11-27 16:00", "demo")]
    [InlineData("mon-fri 9:00 stand-up", "cron 0 9 * * 1-5", "every weekday at 9:00", "2026-11-23 09:00", "stand-up")]
    [InlineData("daily stand-up at 9:30", "cron 30 9 * * *", "every day at 9:30", "2026-11-23 09:30", "stand-up")]
    [InlineData("9:00 stand-up every weekday", "cron 0 9 * * 1-5", "every weekday at 9:00", "2026-11-23 09:00", "stand-up")]
    public void Rules_are_understood(string text, string stored, string described, string first, string label)
    {
        var read = Understood(text);
        Assert.Equal((stored, described), (read.Repeats?.ToString(), read.Repeats?.Describe()));
        Assert.Equal((first, label), (LocalOf(read.DueAt, Berlin), read.Label));
    }

    [Theory]
    [InlineData("10s 'rock 'n' roll'", "'rock 'n' roll'")]
    [InlineData("10s 🎉", "🎉")]
    [InlineData("10s --", "")]
    [InlineData("10s!", "")]
    [InlineData("10s for Tom's \"party\"", "Tom's \"party\"")]
    [InlineData("that thing in 10s", "thing")]
    public void Only_what_surrounds_a_label_is_taken_off(string text, string label) => Assert.Equal(label, Understood(text).Label);

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

    [Theory]
    [InlineData("21h", "time of day 21:00")]
    [InlineData("tea 14h30", "time of day 14:30")]
    [InlineData("every month on the 30th", "months without a day 30")]
    [InlineData("every year on 29 feb", "leap years")]
    [InlineData("cron 0 9 13 * 5", "match both the day of the month")]
    [InlineData("3 oct 2027 2:15 Australia/Lord_Howe", "rings at 2:30")]
    [InlineData("5 sep 2027 0:00 America/Santiago", "rings at 1:00")]
    public void What_could_have_been_meant_otherwise_is_told(string text, string note) =>
        Assert.Contains(note, Understood(text).Note, StringComparison.Ordinal);

    [Fact]
    public void Plain_times_need_no_note() => Assert.All(
        (string[])["10s tea", "tomorrow 9:00", "every weekday at 9:00", "every month on the 31st", "cron 0 9 * * 1-5", "2027-10-31 2:30"], text => Assert.Null(Understood(text).Note));

    [Fact]
    public void A_time_that_comes_twice_is_the_first_one() =>
        Assert.Equal(new DateTimeOffset(2027, 10, 31, 0, 30, 0, TimeSpan.Zero), Understood("2027-10-31 2:30").DueAt);

    private static TimeReading.Understood Understood(string text) => TimeReader.Read(text, Now, Berlin) switch
    {
        TimeReading.Understood understood => understood,
        var other => throw new InvalidOperationException($"'{text}': {other}"),
    };

    private static string LocalOf(DateTimeOffset moment, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(moment, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
