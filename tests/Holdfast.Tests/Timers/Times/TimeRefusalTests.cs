using Holdfast.Timers.Times;

namespace Holdfast.Tests.Timers.Times;

[Trait("Req", "TM-1")]
public sealed class TimeRefusalTests
{
    /// <summary>A Sunday: 13:00 in Berlin.</summary>
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

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
    [InlineData("every 0 minutes", "that often")]
    [InlineData("every 10 seconds", "that often")]
    [InlineData("every 2 hours at 9:00", "no time of day")]
    [InlineData("every month", "which day of the month")]
    [InlineData("every year", "which day of the year")]
    [InlineData("weekly", "which day of the week")]
    [InlineData("cron 61 0 0 0 0", "no cron rule")]
    [InlineData("cron 0 0 30 2 *", "never comes")]
    [InlineData("today", "at what time today")]
    [InlineData("5 minutes ago", "past")]
    [InlineData("in -5 min", "past")]
    [InlineData("last monday", "passed")]
    [InlineData("0001-01-01 0:30", "passed")]
    [InlineData("9999-12-31 23:59", "5 years")]
    [InlineData("a second opinion", "no time")]
    [InlineData("enjoy the sun", "no time")]
    [InlineData("sun is shining", "no time")]
    [InlineData("5 may come", "no time")]
    [InlineData("1 2 3 4 5", "no time")]
    [InlineData("10s5", "no time")]
    [InlineData("9am-5pm", "no time")]
    [InlineData("sat down at 9:00", "may be a day or something else")]
    [InlineData("pay 10s of bills", "at the beginning or at the end")]
    [InlineData("2h30", "duration or a time of day")]
    [InlineData("10,000 seconds", "thousand")]
    [InlineData("1.000 h", "thousand")]
    [InlineData("2 months", "not all of one length")]
    [InlineData("1s 1s 1s 1s 1s 1s 1s", "too many parts")]
    [InlineData("next week", "on which day")]
    [InlineData("monday 5 Jan 2027 9:00", "2027-01-05 is a Tuesday")]
    [InlineData("5/1 9:00", "slashes")]
    [InlineData("5.1. 9:00", "don't understand \"5.1\"")]
    [InlineData("1 hour 30", "don't understand \"30\"")]
    [InlineData("before 9:00", "before")]
    [InlineData("tea at 9:00 and 10:00", "and")]
    [InlineData("10 minutes after lunch", "times of the clock")]
    [InlineData("5 minutes before 9:00", "times of the clock")]
    [InlineData("9:00 tomorrow 10:00", "more than one time")]
    [InlineData("tomorrow monday", "more than one time")]
    [InlineData("in 10 minutes check the oven at 9:00", "more than one time")]
    [InlineData("at 9 slides for friday", "more than one time")]
    [InlineData("monday and thursday at 9", "more than one time")]
    [InlineData("every day at 9 and 17", "more than one time")]
    [InlineData("in 5 minutes every day", "more than one time")]
    [InlineData("9:00-10:00 meeting", "An offset from UTC")]
    [InlineData("2027-01-05 9:00-10:00", "An offset from UTC")]
    [InlineData("2027-01-05T9:00+99:00", "no such offset")]
    [InlineData("9:00 est", "several time zones")]
    [InlineData("9:00 PST stand-up", "America/New_York")]
    [InlineData("9:00 UTC+2", "no zones such as UTC+2")]
    [InlineData("every blue moon", "how often")]
    [InlineData("every other day", "every 2 days")]
    [InlineData("every second monday at 9", "count no days or weeks")]
    [InlineData("every day at 9:00:30", "by the minute")]
    [InlineData("every 2 hours from 9:00 to 17:00", "no hours, ends and exceptions")]
    [InlineData("every hour at :15", "no hours, ends and exceptions")]
    [InlineData("every day until friday", "no hours, ends and exceptions")]
    [InlineData("every month on the 32nd", "No month has such a day")]
    [InlineData("every year on 30 feb", "no such day")]
    [InlineData("every 99999999999999999999 hours", "5 years")]
    [InlineData("cron * * * * * *", "no cron rule of five fields")]
    [InlineData("* * * * * *", "no cron rule of five fields")]
    [InlineData("cron 0 9", "no cron rule of five fields")]
    [InlineData("cron @every_second", "no cron rule of five fields")]
    public void What_cannot_be_a_time_is_refused_with_the_reason(string text, string reason)
    {
        var refused = Assert.IsType<TimeReading.NotUnderstood>(TimeReader.Read(text, Now, Berlin));
        Assert.Contains(reason, refused.Problem, StringComparison.Ordinal);
        Assert.InRange(refused.Problem.Length, 10, 400);
        Assert.Matches("Try|Write|Say|write|shorten", refused.Problem);
    }

    [Fact]
    public void Endless_texts_and_labels_are_refused_by_their_length()
    {
        Assert.Contains("at most 500", Refused($"10s {new string('x', 501)}"), StringComparison.Ordinal);
        Assert.Contains("at most 500", Refused($"\"{new string('x', 501)}\" in 10s"), StringComparison.Ordinal);
        Assert.Contains("at most 4000", Refused($"10s {new string('x', 10_000)}"), StringComparison.Ordinal);
        Assert.Contains("at most 4000", Refused(new string('1', 10_000)), StringComparison.Ordinal);
        Assert.Equal(500, Assert.IsType<TimeReading.Understood>(TimeReader.Read($"10s {new string('x', 500)}", Now, Berlin)).Label.Length);
    }

    [Theory]
    [InlineData("9:00 Europe/{0}")]
    [InlineData("{0} 10:00 {0}")]
    [InlineData("12345 67890 12345 67890 12345 67890 12345 67890 12345 67890 9:00")]
    [InlineData("{0},000 h")]
    public void A_problem_quotes_at_most_40_characters(string text)
    {
        var written = string.Format(System.Globalization.CultureInfo.InvariantCulture, text, new string('7', 300));
        var problem = TimeReader.Read(written, Now, Berlin) is TimeReading.NotUnderstood refused ? refused.Problem : "";
        for (var i = 0; i + 41 <= written.Length; i++)
            Assert.DoesNotContain(written.Substring(i, 41), problem, StringComparison.Ordinal);
        Assert.InRange(problem.Length, 10, 300);
    }

    /// <summary>Each of these took more than a second, or grows so, with pieces that look for blanks or parts without a bound.</summary>
    [Theory]
    [InlineData("z 10 s and ")]
    [InlineData("1s ")]
    [InlineData("every monday and ")]
    [InlineData("in 1h2m3s ")]
    [InlineData("Jan 5, ")]
    [InlineData("a ")]
    [InlineData("9 ")]
    [InlineData("* ")]
    [InlineData("9:00 \t\n")]
    [InlineData("- ")]
    [InlineData("timer ")]
    [InlineData("A/")]
    [InlineData("\"")]
    public void The_longest_text_of_anything_is_read_without_a_piece_running_out_of_time(string scrap)
    {
        var text = string.Concat(Enumerable.Repeat(scrap, TimeReader.MaxText / scrap.Length));
        Assert.NotNull(TimeReader.Read(text, Now, Berlin));
        Assert.NotNull(TimeReader.Read($"z {text[..^2]}", Now, Berlin));
    }

    private static string Refused(string text) => Assert.IsType<TimeReading.NotUnderstood>(TimeReader.Read(text, Now, Berlin)).Problem;
}
