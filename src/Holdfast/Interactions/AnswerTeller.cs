using Holdfast.Inbound;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Storage;

namespace Holdfast.Interactions;

/// <summary>Tells people what was decided about what they had asked for.</summary>
public sealed class AnswerTeller(Responder responder) : IInternalHandler
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> Kinds => [InteractionKinds.Answer];

    /// <inheritdoc/>
    public string? TeamOf(LaneItem item) => Answer.Read(item).To.Team.Value;

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var answer = Answer.Read(work.Item);
        await responder.TellAsync(answer.To, work.Item.Id, answer.Text, cancellationToken);
        return work.Done();
    }
}
