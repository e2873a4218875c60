using Holdfast.Conversations;

namespace Holdfast.Records;

/// <summary>A turn to be added to a conversation's memory, in the order in which they are listed.</summary>
/// <param name="Conversation">The text form of the <see cref="ConversationId"/>.</param>
/// <param name="Turn">The turn.</param>
public sealed record NewTurn(string Conversation, Turn Turn);
