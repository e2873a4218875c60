using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Operators;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;

namespace Holdfast.Timers;

/// <summary>
/// The buttons of a timer that has rung, or stands in a list. Whether the user may press them is checked in the lane of the click; the
/// change is made in the timer's own lane (<see cref="TimerDecisions"/>), where it rings as well.
/// </summary>
public sealed partial class TimerClicks(
    IRecordReader timers, TimerDecisions decisions, OperatorList operators, Responder responder, TimeProvider time, ILogger<TimerClicks> logger) : IActionHandler
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> Actions => [TimerCards.SnoozeShort, TimerCards.SnoozeLong, TimerCards.Done, TimerCards.Cancel];

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(Interaction interaction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(interaction);
        var timer = ItemId.TryParse(interaction.Value, out var id) ? await timers.GetTimerAsync(id, cancellationToken) : null;
        if (timer is null || !IsShown(interaction, timer))
            return await responder.RefuseAsync(interaction, "That timer is too old: I no longer have it.", "no such timer", cancellationToken);
        if (interaction.User.Value != timer.User && !operators.IsOperator(interaction.Team, interaction.User))
        {
            LogNotAllowed(timer.Id, interaction.User.Value);
            return await responder.RefuseAsync(interaction, $"This is <@{timer.User}>'s timer: only they and operators can change it.", "not allowed", cancellationToken);
        }

        // Checked here as well, so that a user who presses a button again and again only fills lanes of their own.
        var decision = Decision.Of(interaction, timer.Id);
        if (await decisions.ReasonAgainstAsync(timer, decision, cancellationToken) is not var (text, reason))
            return interaction.Done() with { Append = [decision.ToItem(TimerDecisions.Kind, TimerOrder.LaneOf(timer.Id), time, interaction)] };
        return interaction.View is null
            ? await responder.RefuseAsync(interaction, text, reason, cancellationToken)
            : interaction.Refused(reason) with { Append = [HomeItems.Refresh(interaction.Team, interaction.User, time, interaction.Item.TraceParent)] };
    }

    /// <summary>Whether it is shown where somebody clicked: where it rings, or in its user's home.</summary>
    private static bool IsShown(Interaction click, TimerRecord timer) =>
        click.IsIn(timer.Conversation) || click.Channel is null && click.Team.Value == timer.Team && click.User.Value == timer.User;

    [LoggerMessage(1010, LogLevel.Warning, "Timer {Timer}: {User} tried to change it but may not")]
    private partial void LogNotAllowed(ItemId timer, string user);
}
