using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Holdfast.Timers.Times;

namespace Holdfast.Tests.Timers.Times;

/// <summary>What is read of a line with a label and a time, whatever the two are: nothing of the time in the label, and no word lost.</summary>
[Trait("Req", "TM-7")]
public sealed partial class TimeLabelPropertyTests
{
    /// <summary>A Wednesday, 10:00 in Berlin.</summary>
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 9, 0, 0, TimeSpan.Zero);

    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private static readonly string[] LabelWords =
    [
        "call", "Bob", "tea", "buy", "the", "new", "tickets", "review", "rent", "check", "oven", "and", "salt", "team", "lunch", "Ann's", "report", "gym", "PR", "pizza",
        "laundry", "about", "mail", "it", "is", "ready", "house", "of", "cards", "🎉", "e-mail", "Zürich", "C#", "v2.1", "#17", "write", "home", "(urgent)", "50%", "?",
    ];

    private static readonly string[] Times =
    [
        "10s", "in 10 minutes", "in an hour and a half", "2h30m", "in a day and two hours", "in thirty five minutes", "90 min", "in half an hour", "tomorrow", "tomorrow at 10:00",
        "tomorrow 9am", "tomorrow at half past 2", "tomorrow around 17:00", "at 17:00", "17:00", "5pm", "at nine", "noon", "at noon", "tonight", "tonight at 9", "tomorrow evening at 8",
        "on friday", "friday 17:00", "on friday at 5pm", "friday next week at 9:00", "in 2 weeks at 9:00", "the day after tomorrow at 10:00", "on the 25th at 9:00", "5 Jan 9:00",
        "2027-01-05 14:30", "on 5 January 2027 at 14:30", "2027-01-05T14:30:00Z", "tomorrow 9:00 America/New_York", "every day at 9:00", "every weekday at 10:00", "daily at 17:00",
        "every friday night at 9", "every monday and thursday at 18:00", "mon-fri 10:00", "every 90 minutes", "every hour", "every first monday at 9:00", "every month on the 1st at 9:00",
        "on the last friday of every month at 16:00", "cron 0 9 * * 1-5", "every midnight", "every other friday at 9:00", "next friday", "every day at 5", "in 2 months", "1/5/2027 14:30",
    ];

    /// <summary>What is part of a time, whole or not.</summary>
    private static readonly string[] Scraps =
    [
        "tomorrow", "friday", "on friday", "at 5", "at 17:00", "5pm", "for 2 hours", "in 2 weeks", "10 minutes", "every", "every day", "every other", "next week", "in the evening", "tonight",
        "at five", "until 10:00", "from 9 to 5", "on the 25th", "1/5/2027", "5 Jan", "in january", "noon", "daily", "mondays", "mon-fri", "tommorow", "wendsday", "half past", "an hour",
        "ET", "9am ET", "and a half", "twice a day", "weekly", "2027-01-05", "first monday", "5.1.", "in a few days", "on christmas", "30", "5",
    ];

    private static readonly string[] Joining = ["and", "of", "about", "the", "it", "is", "?"];

    /// <summary>Words that join a label to its time are none of it, at its edges.</summary>
    private static readonly Gen<string> Labels =
        from first in Gen.Elements(LabelWords) where !Joining.Contains(first)
        from words in Gen.Elements(LabelWords).ListOf()
        from last in Gen.Elements(LabelWords) where !Joining.Contains(last)
        select string.Join(' ', [first, .. words.Take(6), last]);

    [Fact]
    public void A_label_before_or_behind_a_time_changes_neither() => Prop.ForAll(
        (from label in Labels from time in Gen.Elements(Times) from order in Gen.Choose(0, 3) select (label, time, order)).ToArbitrary(),
        given =>
        {
            var line = given.order switch { 0 => $"{given.label} {given.time}", 1 => $"{given.time} {given.label}", 2 => $"{given.time}: \"{given.label}\"", _ => $"remind me {given.time} to {given.label}" };
            var alone = TimeReader.ReadTime(given.time, Now, Berlin);
            if (TimeReader.Read(line, Now, Berlin) is not TimeReading.Understood read)
                return;
            var time = Assert.IsType<TimeReading.Understood>(alone);
            Assert.Equal((time.DueAt, time.Repeats, time.Zone), (read.DueAt, read.Repeats, read.Zone));
            Assert.Equal(WordsOf(given.label), WordsOf(read.Label));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

    [Fact]
    public void Of_plain_labels_and_times_none_is_refused() => Prop.ForAll(
        (from label in Gen.Elements("tea", "call Bob", "buy 3 eggs", "review PR #17", "Ann's birthday cake", "check the oven") from time in Gen.Elements(Times[..^5]) from isBefore in Gen.Elements(true, false)
         select (label, time, isBefore)).ToArbitrary(),
        given => Assert.Equal(given.label, Assert.IsType<TimeReading.Understood>(TimeReader.Read(given.isBefore ? $"{given.label} {given.time}" : $"{given.time} {given.label}", Now, Berlin)).Label))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void Whatever_is_mixed_no_word_of_time_is_left_in_a_label_and_no_other_is_lost() => Prop.ForAll(
        Gen.OneOf(Gen.Elements(LabelWords), Gen.Elements(Scraps), Gen.Elements(Times)).NonEmptyListOf().Select(pieces => string.Join(' ', pieces.Take(6))).ToArbitrary(),
        line =>
        {
            if (TimeReader.Read(line, Now, Berlin) is not TimeReading.Understood read)
                return;
            Assert.DoesNotMatch(Left(), read.Label);
            var lost = WordsOf(Vocabulary().Replace(line, " ")).ToList();
            foreach (var word in WordsOf(read.Label))
                lost.Remove(word);
            Assert.True(lost.Count == 0, $"'{line}' => {read}: lost {string.Join(", ", lost)}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(10_000));

    [Fact]
    public void What_stands_in_quotes_is_kept_to_the_letter() => Prop.ForAll(
        (from scrap in Gen.Elements(Scraps) from time in Gen.Elements(Times[..^5]) select (scrap, time)).ToArbitrary(),
        given =>
        {
            var alone = Assert.IsType<TimeReading.Understood>(TimeReader.ReadTime(given.time, Now, Berlin));
            var read = Assert.IsType<TimeReading.Understood>(TimeReader.Read($"{given.time} \"{given.scrap}\"", Now, Berlin));
            Assert.Equal((alone.DueAt, given.scrap), (read.DueAt, read.Label));
            var within = Assert.IsType<TimeReading.Understood>(TimeReader.Read($"show \"{given.scrap}\" to Bob {given.time}", Now, Berlin));
            Assert.Equal((alone.DueAt, $"show \"{given.scrap}\" to Bob"), (within.DueAt, within.Label));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    private static IEnumerable<string> WordsOf(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim(',', ':', ';', '.', '?', '(', ')')).Where(word => word.Length > 0);

    /// <summary>What no label may hold. Not made of the reader's own words: those are what is tested.</summary>
    [GeneratedRegex(
        @"(?<![\p{L}\p{N}']|\bthe )(today|tom+or+ow|tonight|yesterday|(mon|tues|wed|wednes|wends|thurs|fri|satur|sun)days?(?!')|every$|every (day|other|friday)|daily|weekly|noon|midnight|january|christmas|next week|half past|\d{1,2}:\d\d|\d{1,2} ?[ap]m|\d+ ?(s|m|h|min|minutes?|hours?|weeks?|days?|months?)|at (five|nine|\d+)|in 2 weeks|an hour(?! of)|\d{1,4}/\d{1,2}/\d{1,4}|\d{4}-\d\d-\d\d|\d(st|nd|rd|th)|5 Jan|twice a day|first monday)(?![\p{L}\p{N}])",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1_000)]
    private static partial Regex Left();

    /// <summary>Every word of the times and scraps above, with what joins them to a label.</summary>
    [GeneratedRegex(
        @"(?<![^\s])(\d[\d.:,/h-]*(s|m|h|am|pm|st|nd|rd|th|min)?|2027\S*|2h30m|\S+/\S+|cron|\*|1-5|0|tom+orr?ow|today|tonight|on|at|in|for|by|of|to|and|a|an|the|about|half|past|around|next|this|first|last|other|every|each|hour|hours|minutes|min|day|days|week|weeks|month|months|weekday|year|daily|weekly|after|from|until|noon|midnight|night|evening|morning|monday|mondays|thursday|friday|wendsday|mon-fri|nine|five|two|thirty|9|5|few|twice|Jan|January|christmas|ET)(?![^\s])",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1_000)]
    private static partial Regex Vocabulary();
}
