using Holdfast.Conversations;
using Holdfast.Deliveries;
using Holdfast.Lanes;

namespace Holdfast.Timers;

/// <summary>Makes the notices of timers that ring.</summary>
public sealed class TimerNotices(MessageComposer messages)
{
    /// <summary>The notice, as items for the transition of the ring.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    public IReadOnlyList<NewItem> Of(TimerRing ring, string? traceParent)
    {
        ArgumentNullException.ThrowIfNull(ring);
        return [messages.Post(ConversationId.Parse(ring.Timer.Conversation), ring.Timer.Id, TimerWording.Call(ring), TimerCards.Notice(ring), traceParent)];
    }
}
