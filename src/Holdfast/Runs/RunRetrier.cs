using Holdfast.Interactions;
using Holdfast.Lanes;
using Holdfast.Storage;

namespace Holdfast.Runs;

/// <summary>Asks the question of a run that had no answer again.</summary>
public sealed class RunRetrier(IRunReader runs, Responder responder, TimeProvider time) : IActionHandler
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> Actions => [RunButtons.Retry];

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(Interaction interaction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(interaction);
        var run = ItemId.TryParse(interaction.Value, out var id) ? await runs.GetRunAsync(id, cancellationToken) : null;
        if (run is null || !interaction.IsIn(run.Conversation) || run.ExpiresAt < time.GetUtcNow())
        {
            await responder.TellAsync(interaction, "I no longer have that question. Please ask it again.", cancellationToken);
            return interaction.Refused("no such run");
        }

        if (run.Status is RunStatus.Running or RunStatus.Waiting or RunStatus.Completed)
        {
            await responder.TellAsync(interaction, "That question is being answered, or was.", cancellationToken);
            return interaction.Refused("nothing to retry");
        }

        return interaction.Done() with { Append = [RunItems.ToRetry(run.Id, run.Conversation, time, interaction.Item.TraceParent)] };
    }
}
