using System.Globalization;
using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Notifications;

namespace Holdfast.Timers;

/// <summary>Makes the notices of timers that ring.</summary>
public sealed class TimerNotices(NotificationPlanner planner, TimeProvider time)
{
    /// <summary>The notice, as items for the transition of the ring.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    public IReadOnlyList<NewItem> Of(TimerRing ring, string? traceParent)
    {
        ArgumentNullException.ThrowIfNull(ring);
        var timer = ring.Timer;
        var notification = new Notification
        {
            Id = ItemId.New(time),
            Kind = NotificationKinds.Timer,
            Text = TimerWording.PlainCall(ring),
            At = timer.DueAt,
            Conversation = ConversationId.Parse(timer.Conversation),
            User = timer.User,
            Slack = SlackContent.Of(TimerWording.Call(ring), TimerCards.Notice(ring)),
            Cause = timer.Id,
            Data = new Dictionary<string, string>
            {
                ["timer"] = timer.Id.ToString(),
                ["ring"] = timer.Ring.ToString(CultureInfo.InvariantCulture),
                ["late_s"] = ring.Late.TotalSeconds.ToString("0", CultureInfo.InvariantCulture),
            },
        };
        return planner.Plan(notification, traceParent);
    }
}
