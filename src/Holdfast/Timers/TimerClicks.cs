using Holdfast.Inbound;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Operators;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;

namespace Holdfast.Timers;

/// <summary>
/// The buttons of a timer that has rung, or stands in a list. Who may press them is found out in the lane of the click; what comes of it
/// happens in the timer's own lane (<see cref="TimerDecisions"/>), where it rings as well.
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
            return await responder.RefuseAsync(interaction, "That timer is not kept any more.", "no such timer", cancellationToken);
        if (interaction.User.Value != timer.User && !operators.IsOperator(interaction.Team, interaction.User))
        {
            LogNotAllowed(timer.Id, interaction.User.Value);
            return await responder.RefuseAsync(interaction, $"This is a timer of <@{timer.User}>; only they and operators may do that.", "not allowed", cancellationToken);
        }

        // Looked at here as well, so that who presses a button again and again only fills lanes of their own.
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

    [LoggerMessage(1010, LogLevel.Warning, "Timer {Timer}: {User} may not change it and tried")]
    private partial void LogNotAllowed(ItemId timer, string user);
}
