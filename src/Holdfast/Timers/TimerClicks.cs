using System.Security.Cryptography;
using System.Text;
using Holdfast.Deliveries;
using Holdfast.Home;
using Holdfast.Interactions;
using Holdfast.Lanes;
using Holdfast.Operators;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;

namespace Holdfast.Timers;

/// <summary>What people do with a timer that has rung, or stands in a list. In the timer's own lane, where it rings as well.</summary>
public sealed partial class TimerClicks(
    ITimerReader timers,
    TimerDesk desk,
    TimerCards cards,
    OperatorDesk operators,
    Responder responder,
    TimerMetrics metrics,
    TimeProvider time,
    ILogger<TimerClicks> logger) : IActionHandler
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> Actions => [TimerCards.SnoozeShort, TimerCards.SnoozeLong, TimerCards.Done, TimerCards.Cancel];

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(Interaction interaction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(interaction);
        var timer = ItemId.TryParse(interaction.Value, out var id) ? await timers.GetTimerAsync(id, cancellationToken) : null;
        if (timer is null || !IsShown(interaction, timer))
            return await responder.RefuseAsync(interaction, "That timer is not kept any more.", "no such timer", cancellationToken);
        if (interaction.User.Value != timer.User && !operators.IsOperator(interaction.User))
        {
            LogNotAllowed(timer.Id, interaction.User.Value);
            return await responder.RefuseAsync(interaction, $"This is a timer of <@{timer.User}>; only they and operators may do that.", "not allowed", cancellationToken);
        }

        return interaction.ActionId switch
        {
            TimerCards.Done => await TickOffAsync(interaction, timer, cancellationToken),
            TimerCards.Cancel => await CancelAsync(interaction, timer, cancellationToken),
            _ => await SnoozeAsync(interaction, timer, TimerCards.Snoozes[interaction.ActionId], cancellationToken),
        };
    }

    /// <summary>Whether it is shown where somebody clicked: where it rings, or in its user's home.</summary>
    private static bool IsShown(Interaction click, TimerRecord timer) =>
        click.IsIn(timer.Conversation) || click.Channel is null && click.Team.Value == timer.Team && click.User.Value == timer.User;

    private async ValueTask<Transition> TickOffAsync(Interaction click, TimerRecord timer, CancellationToken cancellationToken)
    {
        if (timer.Status == TimerStatus.Cancelled)
            return await responder.RefuseAsync(click, "That timer is cancelled already.", "cancelled already", cancellationToken);

        // One that repeats goes on all the same: only this ring is ticked off.
        var done = timer.Repeats is null ? timer with { Status = TimerStatus.Done, EndedAt = timer.EndedAt ?? time.GetUtcNow() } : timer;
        return Changed(click, done, $"✅ Done, says <@{click.User}> {SlackDate.Full(time.GetUtcNow())}{(done.Status == TimerStatus.Pending ? $". It rings again {SlackDate.Relative(done.DueAt)}" : "")}");
    }

    private async ValueTask<Transition> CancelAsync(Interaction click, TimerRecord timer, CancellationToken cancellationToken)
    {
        var isInHome = click.View is not null;
        if (timer.Status != TimerStatus.Pending)
        {
            return isInHome
                ? click.Refused("the timer has ended") with { Append = [Refreshed(click)] }
                : await responder.RefuseAsync(click, "That timer rings no more; there is nothing to cancel.", "the timer has ended", cancellationToken);
        }

        metrics.Cancelled();
        var now = time.GetUtcNow();
        var cancelled = timer with { Status = TimerStatus.Cancelled, EndedAt = now };
        return isInHome
            ? click.Done() with { Timers = [cancelled], Append = [Refreshed(click)] }
            : Changed(click, cancelled, $"🚫 Cancelled by <@{click.User}> {SlackDate.Full(now)}");
    }

    private NewItem Refreshed(Interaction click) => HomeItems.Refresh(click.Team, click.User, time, click.Item.TraceParent);

    private async ValueTask<Transition> SnoozeAsync(Interaction click, TimerRecord timer, TimeSpan nap, CancellationToken cancellationToken)
    {
        var due = time.GetUtcNow() + nap;
        var snoozed = timer.Repeats is null
            ? timer with { Status = TimerStatus.Pending, DueAt = due, Ring = timer.Ring + 1, EndedAt = null }
            : timer with { Id = NapOf(timer.Id, click), Status = TimerStatus.Pending, DueAt = due, Repeats = null, Ring = 1, CreatedAt = time.GetUtcNow(), RungAt = null, EndedAt = null };
        if (await ReasonNotToSnoozeAsync(timer, snoozed, cancellationToken) is { } reason)
            return await responder.RefuseAsync(click, reason, "cannot be snoozed", cancellationToken);
        metrics.Snoozed();
        var changed = Changed(click, snoozed, $"💤 Snoozed by <@{click.User}> until {SlackDate.Relative(due)}");
        return changed with { Append = [.. changed.Append, TimerOrder.Alarm(snoozed, time, click.Item.TraceParent)] };
    }

    private async ValueTask<string?> ReasonNotToSnoozeAsync(TimerRecord timer, TimerRecord snoozed, CancellationToken cancellationToken)
    {
        if (snoozed.Id == timer.Id && timer.Status != TimerStatus.Rung)
            return timer.Status == TimerStatus.Pending ? $"It is snoozed already, until {SlackDate.Relative(timer.DueAt)}." : "That timer is ticked off or cancelled already. Set a new one.";
        if (snoozed.Id != timer.Id && await timers.GetTimerAsync(snoozed.Id, cancellationToken) is not null)
            return "This ring is snoozed already.";
        return await desk.ReasonAgainstAsync(timer.Team, timer.User, cancellationToken);
    }

    /// <summary>
    /// The nap of one ring of a timer that repeats is a timer of its own, so that the rule goes on undisturbed. Its id comes from the
    /// message that was clicked: two clicks on it come to one nap.
    /// </summary>
    private static ItemId NapOf(ItemId timer, Interaction click) =>
        new(new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"nap/{timer}/{click.Message}")).AsSpan(0, 16), bigEndian: true));

    private Transition Changed(Interaction click, TimerRecord timer, string outcome)
    {
        var changed = click.Done() with { Timers = [timer] };
        return click.Message is { } message ? changed with { Append = [cards.Change(timer, message, outcome, click.Item.TraceParent)] } : changed;
    }

    [LoggerMessage(1010, LogLevel.Warning, "Timer {Timer}: {User} may not change it and tried")]
    private partial void LogNotAllowed(ItemId timer, string user);
}
