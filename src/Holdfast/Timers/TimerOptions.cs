using System.ComponentModel.DataAnnotations;
using Holdfast.Configuration;

namespace Holdfast.Timers;

/// <summary>How timers are kept. Section <c>Timers</c>.</summary>
public sealed class TimerOptions
{
    /// <summary>The most timers of one user that may be pending at once. Default: 100.</summary>
    [Range(1, 100_000)]
    public int MaxPerUser { get; set; } = 100;

    /// <summary>How long a timer is kept after its end: for so long its notice can be snoozed. Default: 7 days.</summary>
    [Duration(3600, 31536000)]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(7);
}
