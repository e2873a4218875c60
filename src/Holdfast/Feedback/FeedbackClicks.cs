using Holdfast.Admission;
using Holdfast.Conversations;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Records;
using Holdfast.Storage;

namespace Holdfast.Feedback;

/// <summary>
/// Takes thumbs: of anybody who sees the answer, one of each person, who may change their mind. They are kept and counted in a lane of the answer's own, so that
/// of two quick presses of one person the last counts, and once.
/// </summary>
internal sealed class FeedbackClicks(IHoldfastStore store, IUsageBook book, Responder responder, TimeProvider time) : IActionHandler, IInternalHandler
{
    /// <summary>The kind of the item that a press leads to: a <see cref="Decision"/>.</summary>
    internal const string Kind = "feedback_decision";

    private const string Gone = "That answer is too old: I no longer have what led to it.";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Actions => [FeedbackFooter.Action];

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Kinds => [Kind];

    /// <inheritdoc/>
    public Addressee? WhoWaits(LaneItem item) => Decision.Read(item).By;

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(Interaction interaction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(interaction);
        if (FeedbackFooter.Read(interaction.Value) is not var (word, id) || await store.GetRunAsync(id, cancellationToken) is not { Status: RunStatus.Completed } run || !interaction.IsIn(run.Conversation))
            return await responder.RefuseAsync(interaction, Gone, "no such answer", cancellationToken);
        var decision = Decision.Of(interaction, run.Id) with { Action = word };
        return interaction.Done() with { Append = [decision.ToItem(Kind, $"feedback/{run.Id}", time, interaction)] };
    }

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var decision = Decision.Read(work.Item);
        if (await store.GetRunAsync(decision.About, cancellationToken) is not { } run)
            return decision.Refused(work, Gone, "no such answer", time);
        var (isGood, by) = (decision.Action == FeedbackFooter.Good, decision.By.User.Value);
        var before = await FeedbackRecord.FindAsync(store, run.Id, by, cancellationToken);
        var thanks = new Answer(decision.By, isGood ? "👍 Thank you. Press the other thumb if you change your mind." : "👎 Thank you: noted. Press the other thumb if you change your mind.");
        if (before?.IsGood == isGood)
            return work.Done() with { Append = [thanks.ToItem(time, work.Item)] };
        var change = Count(isGood, +1) + (before is null ? new UsageAmount() : Count(before.IsGood, -1));
        var entry = book.Entry(new UsageOf(ConversationId.Parse(run.Conversation), run.User, run.Model ?? ""), change);
        var kept = new FeedbackRecord(isGood, time.GetUtcNow()).ToRecord(run.Id, decision.By.Team.Value, by);
        return work.Done() with { Records = entry is null ? [kept] : [kept, entry], Append = [thanks.ToItem(time, work.Item)] };
    }

    private static UsageAmount Count(bool isGood, int by) => isGood ? new UsageAmount { ThumbsUp = by } : new UsageAmount { ThumbsDown = by };
}
