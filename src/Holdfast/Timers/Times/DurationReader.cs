using System.Text.RegularExpressions;

namespace Holdfast.Timers.Times;

/// <summary>Reads how long: <c>10s</c>, <c>2 h 30 min</c>, <c>an hour and a half</c>, <c>a day and two hours</c>.</summary>
internal static class DurationReader
{
    /// <summary>Seconds to weeks, and one more: who writes more parts has pasted something else.</summary>
    private const int MaxParts = 6;

    private const int Day = 86_400;

    /// <summary>Reads a time from now; null when none begins here.</summary>
    /// <param name="cursor">Where.</param>
    /// <param name="isAlone">Whether nothing stands before it. "An hour" is a time when it is all there is; in "a day in the park" it is not.</param>
    public static Said.After? Read(ref Cursor cursor, bool isAlone)
    {
        var lead = cursor.Take(Grammar.In(), out var said) ? said.Groups["in"].Value.ToLowerInvariant() : "";
        if (cursor.Take(Grammar.Negative()))
            throw Past();
        if (lead.Length > 0 && cursor.Take(Grammar.ClockLength(), out var clock))
            throw new WrongTimeException($"\"{WrongTimeException.Quote(said!.Value + clock.Value)}\" may be hours or minutes. Try `in 1h30m` or `in 1m30s`.");
        if (lead.Length == 0 && cursor.Take(Grammar.HourOfDay()))
            return null;
        var start = cursor;
        if (Parts(ref cursor) is not { } length || !cursor.IsAtEdge)
            return null;
        if (cursor.Take(Grammar.Ago()))
            throw Past();
        var isOnlyUnit = length is { Parts: 1, HasArticle: true };
        var isHyphened = start.Until(cursor).Contains('-', StringComparison.Ordinal);
        var isAdjective = lead.Length == 0 && length is { Parts: 1, HasArticle: false } && (isHyphened || IsSingular(start.Until(cursor)));
        if (lead is "" or "for" && isOnlyUnit && cursor.IsAt(Grammar.NounBehind()) && start.Until(cursor).EndsWith("second", StringComparison.OrdinalIgnoreCase))
            return null;
        var isFromNow = cursor.Take(Grammar.FromNow());
        if (cursor.Take(Grammar.BesideLength()))
            throw new WrongTimeException($"I only know times of the clock and the calendar, and don't understand \"{WrongTimeException.Quote(start.Until(cursor))}\". Try `in 10 minutes` or `tomorrow 9:00`.");
        if (lead.Length == 0 && isOnlyUnit && !isFromNow && !(isAlone && cursor.IsAtEnd) && !cursor.IsAt(Grammar.TimerWord()))
            return null;
        if (cursor.Take(Grammar.TimerWord()))
            lead = "timer";
        if (length.Length < Bounds.Shortest)
            throw new WrongTimeException($"That's no time at all: the shortest timer is {Durations.Say(Bounds.Shortest)}. Try `10s` or `in 2h30m`.");
        return new Said.After(length.Length)
        {
            Note = length.Note,
            IsFor = lead == "for",
            IsAdjective = isAdjective && lead != "timer" && cursor.IsAt(isHyphened ? Grammar.WordBehind() : Grammar.NounBehind()),
            IsDays = length.IsDays && lead != "for" && lead != "timer",
            IsSaid = lead.Length > 0 || isFromNow,
        };
    }

    /// <summary>Reads a duration; the longest there is for what is longer, and null when none begins here.</summary>
    public static (TimeSpan Length, string? Note)? Length(ref Cursor cursor) => Parts(ref cursor) is { } parts ? (parts.Length, parts.Note) : null;

    private static Sum? Parts(ref Cursor cursor)
    {
        if (cursor.Take(Grammar.Vague(), out var vague))
        {
            return vague.Groups["couple"].Success
                ? new Sum().With(2, vague, 0) with { Note = $"I read \"{vague.Value.ToLowerInvariant()}\" as 2 {vague.Groups["unit"].Value.ToLowerInvariant()}." }
                : throw new WrongTimeException($"\"{WrongTimeException.Quote(vague.Value)}\" doesn't say how many. Try `in 10 minutes` or `in 3 days`.");
        }

        if (cursor.Take(Grammar.Fraction(), out var fraction))
        {
            var part = fraction.Groups["part"].Value.ToLowerInvariant() switch { "half" => 0.5, "quarter" => 0.25, _ => 0.75 };
            return new Sum().With(part, fraction, 0);
        }

        Sum? sum = null;
        while (true)
        {
            if (sum?.Parts > MaxParts)
                throw new WrongTimeException("That duration has too many parts. Try `2h30m`.");
            if (!(sum is null && cursor.IsAt(Grammar.Joined())) && cursor.Take(Grammar.Amount(), out var amount))
                sum = (sum ?? new Sum()).With(NumberWords.Fractional(amount.Groups["count"].Value), amount, More(amount));
            else if ((sum is null || cursor.IsAt(Grammar.AndArticle())) && cursor.Take(Grammar.One(), out var one))
                sum = (sum ?? new Sum { HasArticle = !one.Groups["more"].Success }).With(1, one, More(one));
            else
                break;
        }

        return sum is { IsMixed: true } && sum.Value.Length <= Bounds.Longest
            ? throw new WrongTimeException("I read more than one time in that: the same unit twice, or a larger one after a smaller. Try `in 30 minutes` or `in 2h30m`.")
            : sum;
    }

    private static double More(Match match) => match.Groups["more"].Value.ToLowerInvariant() switch
    {
        "" => 0,
        " and a quarter" => 0.25,
        " and three quarters" => 0.75,
        _ => 0.5,
    };

    /// <summary>"10 minute walk": a unit that is no plural.</summary>
    private static bool IsSingular(string written) =>
        ((string[])["second", "minute", "hour", "day", "week"]).Any(unit => written.EndsWith(unit, StringComparison.OrdinalIgnoreCase));

    private static WrongTimeException Past() => new("A timer can't ring in the past. Try `10s` or `in 2h30m`.");

    /// <summary>Amounts that were added up.</summary>
    private readonly record struct Sum()
    {
        private double Smallest { get; init; } = double.MaxValue;

        public TimeSpan Length { get; private init; }

        public int Parts { get; private init; }

        /// <summary>Whether a part is not smaller than the one before.</summary>
        public bool IsMixed { get; private init; }

        /// <summary>Whether it is "a day", which need not be a time.</summary>
        public bool HasArticle { get; init; }

        /// <summary>Whether it is whole days, behind which a time of day may stand.</summary>
        public bool IsDays { get; private init; } = true;

        public string? Note { get; init; }

        public Sum With(double count, Match match, double more)
        {
            var unit = Seconds(match.Groups["unit"].Value.ToLowerInvariant());
            var seconds = (count + more) * unit;
            var span = seconds < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromMilliseconds(Math.Round(seconds * 1_000)) : TimeSpan.MaxValue;
            return this with
            {
                Length = Length > TimeSpan.MaxValue - span ? TimeSpan.MaxValue : Length + span,
                Parts = Parts + 1,
                IsMixed = IsMixed || unit >= Smallest,
                Smallest = unit,
                IsDays = IsDays && unit >= Day && seconds % Day == 0,
            };
        }

        private static double Seconds(string unit) => unit switch
        {
            ['m', 'o', ..] or ['y', ..] => throw new WrongTimeException("Months and years are not all of one length. Write days or a date: `30 days` or `2027-01-05 9:00`."),
            ['s', ..] => 1,
            ['m', ..] => 60,
            ['h', ..] => 3_600,
            ['d', ..] => Day,
            ['f', ..] => 14 * Day,
            _ => 7 * Day,
        };
    }
}
