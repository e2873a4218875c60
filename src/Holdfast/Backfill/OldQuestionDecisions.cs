using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Slack;
using Holdfast.Storage;

namespace Holdfast.Backfill;

/// <summary>Does what the buttons say, once: what was asked is taken in and the buttons go, in one commit.</summary>
internal sealed class OldQuestionDecisions(IRecordReader records, OldQuestions questions, TimeProvider time) : IInternalHandler
{
    /// <summary>Somebody who may has pressed a button: a <see cref="Decision"/>.</summary>
    internal const string Kind = "backfill_decision";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Kinds => [Kind];

    /// <inheritdoc/>
    public Addressee? WhoWaits(LaneItem item) => Decision.Read(item).By;

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var decision = Decision.Read(work.Item);
        if (await records.GetAsync(BackfillRecords.Question, decision.About, cancellationToken) is not { } question)
            return decision.Refused(work, OldQuestionClicks.TooOld, "no such question", time);
        if (question.Decided is not null)
            return decision.Refused(work, OldQuestionClicks.Decided(question), "decided already", time);
        var asked = await records.GetMessagesAsync(question.Id.ToString(), question.Messages, cancellationToken);
        if (asked.Count == 0)
            return decision.Refused(work, OldQuestionClicks.TooOld, "no such question", time);
        var card = SlackTs.TryParse(decision.Message, out var message) ? message : (SlackTs?)null;
        return work.Done().And(questions.Decide(question, asked, decision.Action, decision.By.User, card, work.Item.TraceParent));
    }
}
