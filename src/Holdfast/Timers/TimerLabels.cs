using Holdfast.Timers.Times;

namespace Holdfast.Timers;

/// <summary>What timers are called.</summary>
internal static class TimerLabels
{
    /// <summary>A label as it is kept, in one line; or what is wrong with it.</summary>
    public static (string Label, string? Problem) Read(string text)
    {
        var label = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return label.Length <= TimeReader.MaxLabel
            ? (label, null)
            : ("", $"That text has {label.Length} characters, and a timer takes at most {TimeReader.MaxLabel}. Please shorten it.");
    }
}
