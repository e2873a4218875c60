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
}
