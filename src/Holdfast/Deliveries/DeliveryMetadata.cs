namespace Holdfast.Deliveries;

/// <summary>
/// The mark that every message of ours carries, so that a message whose sending ended in doubt can be found again.
/// See https://docs.slack.dev/messaging/message-metadata.
/// </summary>
public static class DeliveryMetadata
{
    /// <summary>The metadata's event type.</summary>
    public const string EventType = "holdfast_delivery";

    /// <summary>The payload's field that holds the delivery's id.</summary>
    public const string IdField = "id";

    /// <summary>The payload's field that says of a message that it is an answer of the agent's: that, and nothing else of ours, belongs to the conversation.</summary>
    public const string AnswerField = "answer";
}
