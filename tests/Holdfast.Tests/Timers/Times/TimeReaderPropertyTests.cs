using FsCheck;
using FsCheck.Fluent;
using Holdfast.Timers.Times;

namespace Holdfast.Tests.Timers.Times;

[Trait("Req", "TM-1")]
public sealed class TimeReaderPropertyTests
{
    private static readonly string[] Words =
    [
        "10", "s", "in", "at", "9", ":", "00", "am", "tomorrow", "every", "day", "monday", "2027", "-", "01", "05", "T", "/", "cron", "*", "0", "UTC", "h",
        "Europe/Berlin", "tea", " ", " ", " ", " ", "\n", "½", "\ud83d\ude00", "\ud83d", "31", "feb", "+02:00", "999999999999", ".", ",", "and", "on", "the", "1st",
        "half", "an hour", "minutes", "evening", "weekly", "month", "to", "9:00", "\"", "'", "ago", "noon", "2026-11-29", "mon", "-", "\0", "1,5", "EST",
    ];

    private static readonly Gen<TimeZoneInfo> Zones = Gen.Elements(
        "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Asia/Kolkata", "Pacific/Kiritimati", "Pacific/Pago_Pago")
        .Select(TimeZoneInfo.FindSystemTimeZoneById);

    private static readonly Gen<DateTimeOffset> Moments =
        Gen.Choose(0, int.MaxValue).Select(second => DateTimeOffset.FromUnixTimeSeconds(1_700_000_000L + second));

    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Elements(Words).ArrayOf().Select(string.Concat),
        Gen.Elements(Words).ArrayOf().Select(words => string.Join(' ', words)),
        ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""));

    private static readonly Arbitrary<(string Text, DateTimeOffset Now, TimeZoneInfo Zone)> Cases =
        (from text in Texts from now in Moments from zone in Zones select (text, now, zone)).ToArbitrary();

    [Fact]
    public void Any_text_is_read_or_refused_and_what_is_read_can_ring() => Prop.ForAll(Cases, given =>
    {
        var read = TimeReader.Read(given.Text, given.Now, given.Zone);
        switch (read)
        {
            case TimeReading.Understood understood:
                Assert.InRange(understood.DueAt, given.Now + TimeSpan.FromTicks(1), given.Now + TimeSpan.FromDays(5 * 366));
                Assert.Equal(TimeSpan.Zero, understood.DueAt.Offset);
                Assert.InRange(understood.Label.Length, 0, TimeReader.MaxLabel);
                Assert.DoesNotContain(understood.Label, char.IsControl);
                if (understood.Repeats is { } rule)
                    CheckRule(rule, understood);
                break;
            case TimeReading.NotUnderstood refused:
                Assert.InRange(refused.Problem.Length, 10, 400);
                break;
        }

        // The same text alone comes to the same time, or is refused for what else it says.
        var alone = TimeReader.ReadTime(given.Text, given.Now, given.Zone);
        Assert.Equal(read is TimeReading.Understood { Label.Length: 0 }, alone is TimeReading.Understood);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

    [Fact]
    public void Every_rule_that_can_be_kept_comes_again_and_never_within_a_minute() => Prop.ForAll(
        (from fields in CronTexts from now in Moments from zone in Zones select (fields, now, zone)).ToArbitrary(),
        given =>
        {
            if (!Recurrence.TryCron(given.fields, out var rule))
                return;
            Assert.True(Recurrence.TryParse(rule.ToString(), out var again));
            Assert.Equal(rule, again);
            Assert.NotEmpty(rule.Describe());
            if (rule.NextAfter(given.now, given.now, given.zone) is not { } first)
                return;
            Assert.True(first > given.now);
            if (rule.NextAfter(first, first, given.zone) is { } second)
                Assert.True(second - first >= TimeSpan.FromMinutes(1), $"{rule}: {first:O}, {second:O}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    private static Gen<string> CronTexts =>
        from fields in Gen.Elements("*", "*", "0", "5", "30", "*/7", "1-3", "2,4", "L", "MON", "JAN", "60", "?", "1#2", "5L", "15W", "H", "x").ArrayOf(5)
        from last in Gen.Elements("", "", "", " *", "@daily")
        select string.Join(' ', fields) + last;

    private static void CheckRule(Recurrence rule, TimeReading.Understood read)
    {
        Assert.True(Recurrence.TryParse(rule.ToString(), out var again));
        Assert.Equal(rule, again);
        var second = rule.NextAfter(read.DueAt, read.DueAt, read.Zone);
        Assert.True(second - read.DueAt >= TimeSpan.FromMinutes(1));
    }
}
