using System.ComponentModel.DataAnnotations;
using Holdfast.Configuration;

namespace Holdfast.Runs;

/// <summary>How runs are executed. Section <c>Runs</c>.</summary>
public sealed class RunOptions
{
    /// <summary>The most runs at once; conversations beyond it wait in their lanes. Default: 100.</summary>
    [Range(1, 100_000)]
    public int Concurrency { get; set; } = 100;

    /// <summary>How long a run may take before it is cancelled and the user gets a message. Default: 305 s.</summary>
    [Duration(1, 86400)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(305);

    /// <summary>Attempts at a run whose agent fails for a reason that may pass, before the user gets a message. Default: 4.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 4;

    /// <summary>
    /// Failed starts of one run, crashes of the process included, before it becomes a dead letter; one that a pause or a stop interrupted
    /// does not count. Default: 25.
    /// </summary>
    [Range(2, 1_000)]
    public int MaxStarts { get; set; } = 25;

    /// <summary>The wait after the first failed attempt; doubled each time. Default: 1 s.</summary>
    [Duration(0.01, 3600)]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a run and its steps are kept after its end, unless its user wants otherwise. Default: 1 hour.</summary>
    [Duration(60, 31536000)]
    public TimeSpan Retention { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The longest that a user may choose to have runs kept. Default: 30 days.</summary>
    [Duration(60, 31536000)]
    public TimeSpan MaxRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Whether people choose how long their runs are kept. Default: true.</summary>
    public bool ChooseRetention { get; set; } = true;

    /// <summary>A run that takes longer than this says that it is at work, with a button to stop it. Default: 3 s.</summary>
    [Duration(0.1, 3600)]
    public TimeSpan NoticeAfter { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>A run that takes longer than this is told of in the log, and counted; nothing else becomes of it. Default: 5 min.</summary>
    [Duration(0.1, 86_400)]
    public TimeSpan LongAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>What happens to a message that comes while a run of its conversation is under way. Default: <c>Queue</c>.</summary>
    [EnumDataType(typeof(BusyPolicy))]
    public BusyPolicy WhenBusy { get; set; } = BusyPolicy.Queue;

    /// <summary>The emoji put on a message that waits, to show that it was seen; empty for none. Default: <c>eyes</c>.</summary>
    [RegularExpression("[a-z0-9_+'-]{0,100}", ErrorMessage = "Runs:BusyReaction is an emoji's name without colons, such as eyes.")]
    public string BusyReaction { get; set; } = "eyes";

    /// <summary>A message that says only this stops the run of its conversation. Empty: none does. Default: <c>stop</c>.</summary>
    [StringLength(50)]
    public string StopWord { get; set; } = "stop";

    /// <summary>How long a stop waits for runs under way; the rest is resumed at the next start. Default: 25 s.</summary>
    [Duration(0.1, 3600)]
    public TimeSpan StopPatience { get; set; } = TimeSpan.FromSeconds(25);
}
