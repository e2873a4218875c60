using System.Text.Json;
using Holdfast.Conversations;
using Holdfast.Inbound;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Records;
using Holdfast.Storage;
using Holdfast.Text;

namespace Holdfast.Runs;

/// <summary>
/// Asks the question of a run that had no answer again, once, however many users press the button: that is decided in a lane of the run's
/// own, and later ones learn who was first and how it ended.
/// </summary>
public sealed class RunRetrier(IHoldfastStore store, MessageLinks links, Responder responder, TimeProvider time) : IActionHandler, IInternalHandler
{
    /// <summary>A user wants a question asked again: a <see cref="Decision"/>.</summary>
    internal const string DecisionKind = "retry_decision";

    private const string Gone = "That question is too old to retry. Please ask again.";
    private const string Answered = "There's nothing to retry: I'm working on that, or I've answered it.";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Actions => [RunButtons.Retry];

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Kinds => [DecisionKind];

    /// <inheritdoc/>
    public Addressee? WhoWaits(LaneItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return Decision.Read(item).By;
    }

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(Interaction interaction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(interaction);
        var run = ItemId.TryParse(interaction.Value, out var id) ? await store.GetRunAsync(id, cancellationToken) : null;
        if (run is null || !interaction.IsIn(run.Conversation) || run.ExpiresAt < time.GetUtcNow())
            return await responder.RefuseAsync(interaction, Gone, "no such run", cancellationToken);
        if (await FindAsync(run.Id, cancellationToken) is { } retry)
            return await responder.RefuseAsync(interaction, await TellAsync(retry, cancellationToken), "tried again already", cancellationToken);
        if (!HasNoAnswer(run))
            return await responder.RefuseAsync(interaction, Answered, "nothing to retry", cancellationToken);
        var decision = Decision.Of(interaction, run.Id);
        return interaction.Done() with { Append = [decision.ToItem(DecisionKind, $"retry/{run.Id}", time, interaction)] };
    }

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var decision = Decision.Read(work.Item);
        if (await FindAsync(decision.About, cancellationToken) is { } known)
            return decision.Refused(work, $"{Pressed(known)}. I'm working on it.", "tried again already", time);
        if (await store.GetRunAsync(decision.About, cancellationToken) is not { } run)
            return decision.Refused(work, Gone, "no such run", time);
        if (!HasNoAnswer(run))
            return decision.Refused(work, Answered, "nothing to retry", time);
        var item = RunItems.ToRetry(run.Id, run.Conversation, run.User, time, work.Item.TraceParent);
        var retry = new RunRetry(decision.By.User.Value, time.GetUtcNow(), item.Id);
        return work.Done() with
        {
            Records =
            [
                RunRecords.Retry(run.Id).With(JsonSerializer.Serialize(retry, RunJson.Default.RunRetry)) with
                {
                    Team = decision.By.Team.Value, User = decision.By.User.Value, Run = run.Id,
                },
            ],
            Append = [item],
        };
    }

    private static bool HasNoAnswer(RunRecord run) => run.Status is not (RunStatus.Running or RunStatus.Waiting or RunStatus.Completed);

    private async ValueTask<RunRetry?> FindAsync(ItemId run, CancellationToken cancellationToken) =>
        await store.GetValueAsync(RunRecords.Retry(run), cancellationToken) is { } value ? JsonSerializer.Deserialize(value, RunJson.Default.RunRetry) : null;

    private async ValueTask<string> TellAsync(RunRetry retry, CancellationToken cancellationToken)
    {
        var run = await store.GetRunAsync(retry.Run, cancellationToken);
        if (run is null or { EndedAt: null })
            return $"{Pressed(retry)}. I'm working on it.";
        return HasNoAnswer(run)
            ? $"{Pressed(retry)}, but I had no answer again. Press *Retry* under {await LinkAsync("my last reply", run, cancellationToken)}, or rephrase the question."
            : $"{Pressed(retry)}, and it was answered: {await LinkAsync("see the answer", run, cancellationToken)}.";
    }

    private async ValueTask<string> LinkAsync(string words, RunRecord run, CancellationToken cancellationToken) =>
        await store.GetDeliveredAsync(run.Id, limit: 1, cancellationToken) is [var said] ? await links.ToAsync(ConversationId.Parse(run.Conversation).Team, words, said.Channel, said.Ts, cancellationToken) : words;

    private static string Pressed(RunRetry retry) => $"🔁 <@{retry.By}> pressed *Retry* here {SlackDate.Relative(retry.At)}";
}
