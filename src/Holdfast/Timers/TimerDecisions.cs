using System.Security.Cryptography;
using System.Text;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Slack;
using Holdfast.Storage;
using Holdfast.Text;

namespace Holdfast.Timers;

/// <summary>Does what a timer's buttons say, for a user who may press them. In the timer's own lane, where it rings as well.</summary>
public sealed class TimerDecisions(IRecordReader timers, TimerSetter setter, TimerCards cards, TimerMetrics metrics, TimeProvider time) : IInternalHandler
{
    /// <summary>A user who may has pressed a button of a timer: a <see cref="Decision"/>.</summary>
    internal const string Kind = "timer_decision";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Kinds => [Kind];

    /// <inheritdoc/>
    public Addressee? WhoWaits(LaneItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return Decision.Read(item).By;
    }

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var decision = Decision.Read(work.Item);
        if (await timers.GetTimerAsync(decision.About, cancellationToken) is not { } timer)
            return work.Ignored("no such timer");
        if (await ReasonAgainstAsync(timer, decision, cancellationToken) is var (text, reason))
        {
            return decision.Message is null
                ? work.Ignored(reason) with { Append = [Refreshed(work, decision)] }
                : decision.Refused(work, text, reason, time);
        }

        return decision.Action switch
        {
            TimerCards.Done => TickOff(work, decision, timer),
            TimerCards.Cancel => Cancel(work, decision, timer),
            _ => Snooze(work, decision, timer),
        };
    }

    /// <summary>Why it can't be done in the timer's state, in words and for the receipt; null when it can.</summary>
    internal async ValueTask<(string Text, string Reason)?> ReasonAgainstAsync(TimerRecord timer, Decision decision, CancellationToken cancellationToken)
    {
        switch (decision.Action)
        {
            case TimerCards.Done:
                return timer.Status == TimerStatus.Cancelled ? ("That timer is already cancelled.", "cancelled already") : null;
            case TimerCards.Cancel:
                return timer.Status == TimerStatus.Pending ? null : ("That timer has ended: there's nothing to cancel.", "the timer has ended");
            default:
                return await ReasonNotToSnoozeAsync(timer, decision, cancellationToken) is { } text ? (text, "cannot be snoozed") : null;
        }
    }

    private Transition TickOff(LaneWork work, Decision decision, TimerRecord timer)
    {
        // One that repeats goes on all the same: only this ring is ticked off.
        var now = time.GetUtcNow();
        var done = timer.Repeats is null ? timer with { Status = TimerStatus.Done, EndedAt = timer.EndedAt ?? now } : timer;
        var next = done.Status == TimerStatus.Pending ? $" · rings again {SlackDate.Relative(done.DueAt)}" : "";
        return Changed(work, decision, done, $"✅ <@{decision.By.User}> marked this done · {SlackDate.Relative(now)}{next}");
    }

    private Transition Cancel(LaneWork work, Decision decision, TimerRecord timer)
    {
        metrics.Cancelled();
        var now = time.GetUtcNow();
        var cancelled = timer with { Status = TimerStatus.Cancelled, EndedAt = now };
        var shown = decision.Message is null
            ? work.Done() with { Records = [cancelled.ToRecord()], Append = [Refreshed(work, decision)] }
            : Changed(work, decision, cancelled, $"🚫 <@{decision.By.User}> cancelled this · {SlackDate.Relative(now)}");
        return shown with { Records = [.. shown.Records, TimerAudit.Cancelled(cancelled, decision.By.User.Value)] };
    }

    private Transition Snooze(LaneWork work, Decision decision, TimerRecord timer)
    {
        metrics.Snoozed();

        // Counted from the click: ten minutes doesn't mean ten minutes after the server came back.
        var now = time.GetUtcNow();
        var due = decision.At + TimerCards.Snoozes[decision.Action];
        due = due > now ? due : now;
        var snoozed = timer.Repeats is null
            ? timer with { Status = TimerStatus.Pending, DueAt = due, Ring = timer.Ring + 1, EndedAt = null }
            : timer with { Id = SnoozedId(timer.Id, decision), Status = TimerStatus.Pending, DueAt = due, Repeats = null, Ring = 1, CreatedAt = now, RungAt = null, EndedAt = null };
        var changed = Changed(work, decision, snoozed, $"💤 <@{decision.By.User}> snoozed this until {SlackDate.Relative(due)}");
        return changed with { Append = [.. changed.Append, TimerOrder.Alarm(snoozed, time, work.Item.TraceParent)] };
    }

    private async ValueTask<string?> ReasonNotToSnoozeAsync(TimerRecord timer, Decision decision, CancellationToken cancellationToken)
    {
        if (timer.Repeats is null && timer.Status != TimerStatus.Rung)
            return timer.Status == TimerStatus.Pending ? $"It's already snoozed until {SlackDate.Relative(timer.DueAt)}." : "That timer is already done or cancelled. Set a new one.";
        if (timer.Repeats is not null && await timers.GetTimerAsync(SnoozedId(timer.Id, decision), cancellationToken) is not null)
            return "It's already snoozed.";
        return await setter.ReasonAgainstAsync(timer.Team, timer.User, cancellationToken);
    }

    /// <summary>
    /// A snoozed ring of a repeating timer is a timer of its own, so that the rule goes on undisturbed. Its id comes from the
    /// message that was clicked: two clicks on it make one snooze.
    /// </summary>
    private static ItemId SnoozedId(ItemId timer, Decision decision) =>
        new(new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"nap/{timer}/{decision.Message}")).AsSpan(0, 16), bigEndian: true));

    private Transition Changed(LaneWork work, Decision decision, TimerRecord timer, string outcome)
    {
        var changed = work.Done() with { Records = [timer.ToRecord()] };
        return decision.Message is { } message ? changed with { Append = [cards.Change(timer, new SlackTs(message), outcome, work.Item.TraceParent)] } : changed;
    }

    private NewItem Refreshed(LaneWork work, Decision decision) => HomeItems.Refresh(decision.By.Team, decision.By.User, time, work.Item.TraceParent);
}
