using Holdfast.Admission;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Storage;

namespace Holdfast.Interactions;

/// <summary>
/// What becomes of a click or a command while it cannot be said whether its person may. It was acknowledged, and is as durable as a message: so it is asked
/// about again. Right after a start, when nobody is known yet and Slack is slow, decisions that people had made were refused with "try again".
/// </summary>
internal static class PendingClicks
{
    /// <summary>Whoever sees nothing happen for longer has pressed again.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Puts it back; null when that has been done for long enough.</summary>
    /// <param name="work">The click.</param>
    /// <param name="unknown">What was said about its person.</param>
    /// <param name="now">The time.</param>
    public static Transition? AskAgain(LaneWork work, Verdict.Unknown unknown, DateTimeOffset now)
    {
        var left = work.Item.Id.MadeAt + Patience - now;
        if (left <= TimeSpan.Zero)
            return null;
        var wait = unknown.Wait < left ? unknown.Wait : left;
        return work.End(new ItemOutcome.Retry(wait, unknown.Reason, CountsAsAttempt: false, work.Item.InDoubt));
    }
}
