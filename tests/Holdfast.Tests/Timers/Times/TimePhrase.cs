using System.Globalization;
using Holdfast.Timers.Times;

namespace Holdfast.Tests.Timers.Times;

/// <summary>A line of the table <c>phrases.txt</c>: what somebody types, when, and what it must come to.</summary>
public sealed record TimePhrase(string Text, string When, string Label, string? Note, DateTimeOffset Now, TimeZoneInfo Zone, bool IsAlone)
{
    private const string Refused = "refused:";
    private const string After = "after ";

    /// <summary>The whole table.</summary>
    public static IReadOnlyList<TimePhrase> All { get; } = [.. ReadAll()];

    /// <summary>What the reader makes of this phrase.</summary>
    public PhraseVerdict Judge() => Judge(IsAlone ? TimeReader.ReadTime(Text, Now, Zone) : TimeReader.Read(Text, Now, Zone));

    private PhraseVerdict Judge(TimeReading reading) => reading switch
    {
        TimeReading.NotUnderstood refused when !When.StartsWith(Refused, StringComparison.Ordinal) => new(PhraseOutcome.RefusedNeedlessly, refused.Problem),
        TimeReading.NotUnderstood refused when !refused.Problem.Contains(When[Refused.Length..].Trim(), StringComparison.Ordinal) => new(PhraseOutcome.OtherReason, refused.Problem),
        TimeReading.NotUnderstood refused => new(PhraseOutcome.Right, refused.Problem),
        TimeReading.Understood read => new(OutcomeOf(read), Describe(read)),
        _ => throw new ArgumentOutOfRangeException(nameof(reading)),
    };

    public override string ToString() => $"{Text} [{When}]";

    private PhraseOutcome OutcomeOf(TimeReading.Understood read)
    {
        if (When.StartsWith(Refused, StringComparison.Ordinal) || !IsTime(read) || read.Label != Label)
            return PhraseOutcome.Misread;
        if (Note is null)
            return read.Note is null ? PhraseOutcome.Right : PhraseOutcome.NoteNeedless;
        return read.Note?.Contains(Note, StringComparison.Ordinal) == true ? PhraseOutcome.Right : PhraseOutcome.NoteMissing;
    }

    private bool IsTime(TimeReading.Understood read)
    {
        if (When.StartsWith("cron ", StringComparison.Ordinal) || When.StartsWith("every ", StringComparison.Ordinal))
            return read.Repeats?.ToString() == When;
        return read.Repeats is null && (When.StartsWith(After, StringComparison.Ordinal)
            ? read.DueAt - Now == TimeSpan.Parse(When[After.Length..], CultureInfo.InvariantCulture)
            : Local(read.DueAt) == When);
    }

    private string Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private string Describe(TimeReading.Understood read) =>
        $"{Local(read.DueAt)}{(read.Repeats is null ? "" : $" {read.Repeats}")} '{read.Label}'{(read.Note is null ? "" : $" told: {read.Note}")}";

    private static IEnumerable<TimePhrase> ReadAll()
    {
        using var table = new StreamReader(typeof(TimePhrase).Assembly.GetManifestResourceStream("phrases.txt")!);
        var (now, zone, isAlone) = (default(DateTimeOffset), TimeZoneInfo.Utc, false);
        while (table.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line[0] == '@')
            {
                var words = line.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
                zone = TimeZoneInfo.FindSystemTimeZoneById(words[3]);
                var local = DateTime.Parse($"{words[1]} {words[2]}", CultureInfo.InvariantCulture);
                now = new DateTimeOffset(local, zone.GetUtcOffset(local));
                isAlone = line.EndsWith("time alone", StringComparison.Ordinal);
                continue;
            }

            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            var told = cells.Length > 3 ? cells[3]["told: ".Length..] : null;
            yield return new TimePhrase(cells[0], cells[1], cells.Length > 2 ? cells[2] : "", told, now, zone, isAlone);
        }
    }
}

/// <summary>What a reading is, held against the table.</summary>
public enum PhraseOutcome
{
    Right,

    /// <summary>Another time, or another label, and nobody is told: the one that must never be.</summary>
    Misread,

    /// <summary>Read rightly, but the other meaning is not told.</summary>
    NoteMissing,
    NoteNeedless,
    RefusedNeedlessly,
    OtherReason,
}

public readonly record struct PhraseVerdict(PhraseOutcome Outcome, string Came);
