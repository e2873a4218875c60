using Holdfast.Configuration;

namespace Holdfast.Workers;

/// <summary>How a worker holds what it works on. Section <c>Workers</c>.</summary>
public sealed class WorkerOptions
{
    /// <summary>What a call may lack of its time when its hold is renewed late, or the process has little of the processor.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a worker's hold lasts after it was renewed last, which happens at a third of it: so long after its last sign of life others
    /// take over what a worker had in hand. It must be long enough for a call of Slack and of the webhook. Default: 30 s.
    /// </summary>
    [Duration(4, 3600)]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The shortest lease under which calls can be made that take so long: right before a hold is renewed two thirds of it are left, and
    /// no call begins that may end after that.
    /// </summary>
    /// <param name="call">The time-out of a call.</param>
    public static TimeSpan LeastLeaseFor(TimeSpan call) => (call + Margin) * 1.5;
}
