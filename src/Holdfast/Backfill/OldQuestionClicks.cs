using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Operators;
using Holdfast.Storage;
using Holdfast.Text;

namespace Holdfast.Backfill;

/// <summary>
/// The buttons under a question whether something is still useful. Those who asked decide, since it is answered as theirs: with their rights, and on their
/// account; and operators. Whether they may is checked in the lane of the click, and decided once in the question's own.
/// </summary>
internal sealed class OldQuestionClicks(IRecordReader records, OperatorList operators, Responder responder, TimeProvider time) : IActionHandler
{
    internal const string TooOld = "That's too old: I no longer have it. Please ask again.";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Actions => [OldQuestions.Answer, OldQuestions.Leave];

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(Interaction interaction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(interaction);
        var question = ItemId.TryParse(interaction.Value, out var id) ? await records.GetAsync(BackfillRecords.Question, id, cancellationToken) : null;
        if (question is null || !interaction.IsIn(question.Conversation))
            return await responder.RefuseAsync(interaction, TooOld, "no such question", cancellationToken);
        if (!question.People.Contains(interaction.User.Value) && !operators.IsOperator(interaction.Team, interaction.User))
        {
            var text = $"Only {string.Join(", ", question.People.Select(ShownText.Person))} and operators can decide this. If you'd like an answer, just ask.";
            return await responder.RefuseAsync(interaction, text, "not allowed", cancellationToken);
        }

        if (question.Decided is not null)
            return await responder.RefuseAsync(interaction, Decided(question), "decided already", cancellationToken);
        var decision = Decision.Of(interaction, question.Id);
        return interaction.Done() with { Append = [decision.ToItem(OldQuestionDecisions.Kind, $"backfill_question/{question.Id}", time, interaction)] };
    }

    /// <summary>What whoever comes later reads.</summary>
    internal static string Decided(OldQuestion question) =>
        question.Decided == OldQuestions.Answer ? "I'm working on it, or I've answered it." : "Somebody said that it isn't needed any more. If it is, please ask again.";
}
