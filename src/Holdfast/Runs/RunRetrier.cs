using System.Text.Json;
using Holdfast.Admission;
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
/// Lets a run that had no answer go on from what it had finished, once for each time that it ended so, however many users press the button: that is
/// decided in a lane of the run's own, and later ones learn who was first and how it ended.
/// </summary>
public sealed class RunRetrier(IHoldfastStore store, MessageLinks links, Responder responder, Admissions admissions, TimeProvider time) : IActionHandler, IInternalHandler
{
    /// <summary>A user wants a question asked again: a <see cref="Decision"/>.</summary>
    internal const string DecisionKind = "retry_decision";

    /// <summary>The most messages of a run that are looked through for its answer.</summary>
    private const int MaxSaid = 100;

    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(30);

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
            return await responder.RefuseAsync(interaction, await TellAsync(retry, run, cancellationToken), "tried again already", cancellationToken);
        if (!HasNoAnswer(run))
            return await responder.RefuseAsync(interaction, Answered, "nothing to retry", cancellationToken);
        var asking = new Asking(interaction.Team, run.User, ConversationId.Parse(run.Conversation).Channel, AskingKind.Question);
        var verdict = await admissions.AskAsync(asking, cancellationToken);
        (verdict as Verdict.Admitted)?.Booked?.Invoke();
        if (verdict is Verdict.Refused refused)
            return await responder.RefuseAsync(interaction, refused.Text, refused.Reason, cancellationToken);
        var decision = Decision.Of(interaction, run.Id);
        return interaction.Done() with { Append = [decision.ToItem(DecisionKind, $"retry/{run.Id}", time, interaction)] };
    }

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var decision = Decision.Read(work.Item);
        if (await store.GetRunAsync(decision.About, cancellationToken) is not { } run)
            return decision.Refused(work, Gone, "no such run", time);
        if (await FindAsync(run.Id, cancellationToken) is { } known)
            return decision.Refused(work, $"{Pressed(known)}. I'm working on it.", "tried again already", time);
        if (!HasNoAnswer(run))
            return decision.Refused(work, Answered, "nothing to retry", time);
        var retry = new RunRetry(decision.By.User.Value, time.GetUtcNow());
        return work.Done() with
        {
            Records =
            [
                RunRecords.Retry(run.Id).With(JsonSerializer.Serialize(retry, RunJson.Default.RunRetry)) with
                {
                    Team = decision.By.Team.Value, User = decision.By.User.Value, Run = run.Id,
                },
            ],
            // It may wait for long, as behind a pause; a run that is swept meanwhile could not go on, and nobody would be told.
            Expiry = new RunExpiry(run.Id, time.GetUtcNow() - (run.EndedAt ?? run.StartedAt) + LongestWait),
            Append = [RunItems.ToRetry(run.Id, run.Conversation, run.User, time, work.Item.TraceParent)],
        };
    }

    private static bool HasNoAnswer(RunRecord run) => run.Status is not (RunStatus.Running or RunStatus.Waiting or RunStatus.Completed);

    private async ValueTask<RunRetry?> FindAsync(ItemId run, CancellationToken cancellationToken) =>
        await store.GetValueAsync(RunRecords.Retry(run), cancellationToken) is { } value ? JsonSerializer.Deserialize(value, RunJson.Default.RunRetry) : null;

    private async ValueTask<string> TellAsync(RunRetry retry, RunRecord run, CancellationToken cancellationToken)
    {
        if (run.Status != RunStatus.Completed)
            return $"{Pressed(retry)}. I'm working on it.";
        var said = (await store.GetDeliveredAsync(run.Id, MaxSaid, cancellationToken)).FirstOrDefault(message => message.DeliveredAt >= retry.At);
        var answer = said is null
            ? "see the answer"
            : await links.ToAsync(ConversationId.Parse(run.Conversation).Team, "see the answer", said.Channel, said.Ts, cancellationToken);
        return $"{Pressed(retry)}, and it was answered: {answer}.";
    }

    private static string Pressed(RunRetry retry) => $"🔁 <@{retry.By}> pressed *Retry* here {SlackDate.Relative(retry.At)}";
}
