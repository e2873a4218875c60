using System.Globalization;
using Holdfast.Slack;
using Holdfast.Text;
using Holdfast.Timers.Times;

namespace Holdfast.Timers;

/// <summary>What people read about timers. Labels are theirs: in mrkdwn nothing in them formats, links or mentions.</summary>
internal static class TimerWording
{
    private const int MaxShown = 500;

    /// <summary>A shorter delay goes unnoticed, and a busy second causes one.</summary>
    private static readonly TimeSpan WorthSaying = TimeSpan.FromSeconds(3);

    /// <summary>What it is for, in mrkdwn.</summary>
    public static string Named(TimerRecord timer) => timer.Label.Length == 0 ? "Your timer" : Shown(timer.Label);

    /// <summary>The line with which it rings, in mrkdwn.</summary>
    public static string Call(TimerRing ring)
    {
        var what = ring.Timer.Label.Length == 0 ? "Time's up!" : Shown(ring.Timer.Label);
        return $"⏰ <@{ring.Timer.User}> {what}{(Lateness(ring.Late) is { } late ? $" ({late})" : "")}";
    }

    /// <summary>The same without markup, for channels other than Slack.</summary>
    public static string PlainCall(TimerRing ring)
    {
        var what = ring.Timer.Label.Length == 0 ? "Time's up!" : ring.Timer.Label;
        return $"{what}{(Lateness(ring.Late) is { } late ? $" ({late})" : "")}";
    }

    /// <summary>The small print below that, in mrkdwn.</summary>
    public static string Details(TimerRing ring)
    {
        var details = new List<string>();
        if (Lateness(ring.Late) is not null)
            details.Add($"Sorry I'm late: it was due {SlackDate.Full(ring.Timer.DueAt)}.");
        if (ring.Missed > 0)
            details.Add($"It would have rung {Times(ring.Missed)} since.");
        details.Add(ring.Next is { } next
            ? $"Repeats {Rule(ring.Timer)}, next {SlackDate.Relative(next)}."
            : ring.Timer.Repeats is null ? $"You set this {SlackDate.Relative(ring.Timer.CreatedAt)}." : "This was the last one.");
        return string.Join(' ', details);
    }

    /// <summary>In how long it rings, counted from when it was set: users read the duration they asked for, however long the answer takes.</summary>
    public static string RingsIn(TimerRecord timer) => Durations.Say(timer.DueAt - timer.CreatedAt);

    /// <summary>That it is set, in mrkdwn.</summary>
    public static string Set(TimerRecord timer, string? note)
    {
        var what = timer.Label.Length == 0 ? "" : $" about {Emphasized(timer.Label)}";
        var when = timer.Repeats is null ? $"in {RingsIn(timer)}" : $"{Rule(timer)}, first in {RingsIn(timer)}";
        var hint = note is null ? "" : $"\n{SlackText.Escape(note)}";
        return $"⏰ I'll remind you{what} {when} ({SlackDate.Full(timer.DueAt)}). To cancel: `/holdfast timer cancel {timer.Id.ShortForm}`{hint}";
    }

    /// <summary>A line of a list, in mrkdwn.</summary>
    public static string Line(TimerRecord timer)
    {
        var rule = timer.Repeats is null ? "" : $", {Rule(timer)}";
        var label = timer.Label.Length == 0 ? "" : $": {Shown(timer.Label)}";
        return $"`{timer.Id.ShortForm}` {SlackDate.Full(timer.DueAt)}{rule}{label}";
    }

    /// <summary>A line of a list for the model, in the timer's own zone.</summary>
    public static string PlainLine(TimerRecord timer)
    {
        var rule = Recurrence.TryParse(timer.Repeats, out var repeats) ? $", repeats {repeats.Describe()}" : "";
        return $"{timer.Id.ShortForm}: {LocalTime(timer)}{rule}{(timer.Label.Length == 0 ? "" : $", for: {timer.Label}")}";
    }

    /// <summary>When it rings, in its own zone.</summary>
    public static string LocalTime(TimerRecord timer)
    {
        var zone = TimeZones.TryFind(timer.Zone, out var found) ? found : TimeZoneInfo.Utc;
        return $"{TimeZoneInfo.ConvertTime(timer.DueAt, zone).ToString("dddd, yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} ({zone.Id})";
    }

    /// <summary>The rule by which it repeats, in mrkdwn.</summary>
    public static string Rule(TimerRecord timer) =>
        Recurrence.TryParse(timer.Repeats, out var rule) ? $"{SlackText.Escape(rule.Describe())}{(rule.IsInterval ? "" : $" ({timer.Zone})")}" : "";

    private static string? Lateness(TimeSpan late) => late < WorthSaying ? null : $"{Durations.Say(late)} late";

    private static string Times(int number) => number == 1 ? "once more" : string.Create(CultureInfo.InvariantCulture, $"{number:N0} more times");

    /// <summary>Bold, where no mark of the label's own would end it.</summary>
    private static string Emphasized(string label) => label.AsSpan().ContainsAny('*', '`', '\n') ? $"“{Shown(label)}”" : $"*{Shown(label)}*";

    /// <summary>Cut, since spelling out invisible characters and escaping make it longer, and it must still fit into a section.</summary>
    private static string Shown(string label) => SlackText.Escape(ShownText.Cut(VisibleText.Of(label), MaxShown));
}
