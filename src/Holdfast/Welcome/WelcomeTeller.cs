using Holdfast.Conversations;
using Holdfast.Deliveries;
using Holdfast.Interactions;
using Holdfast.Lanes;
using Holdfast.Operators;
using Holdfast.Storage;

namespace Holdfast.Welcome;

/// <summary>Welcomes somebody in a direct message: the message and that it was planned are one commit, so it comes once.</summary>
public sealed class WelcomeTeller(FirstContact contact, MessageComposer messages, OperatorList operators) : IInternalHandler
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> Kinds => [WelcomeItem.Kind];

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (work.Item.Owner is not { } person || !ConversationId.TryParse(WelcomeItem.ConversationOf(work.Item), out var conversation))
            return work.Ignored("nobody to welcome");
        if (await contact.IsKnownAsync(person.Team, person.User, cancellationToken))
            return work.Ignored("welcomed before");
        var text = $"👋 Since we haven't met: I'm Holdfast.\n\n{Introduction.Of(operators.UsersOf(conversation.Team))}";
        return work.Done() with { Records = [FirstContact.Welcomed(person.Team, person.User)], Append = [messages.Post(conversation, work.Item.Id, text, traceParent: work.Item.TraceParent)] };
    }
}
