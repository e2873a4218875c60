namespace Holdfast.Slack.Envelopes;

/// <summary>
/// One delivery of Slack's, its payload still undecoded. It does not say by which way it came: over a WebSocket or by HTTP.
/// </summary>
public sealed record SlackEnvelope
{
    /// <summary>The <see cref="Type"/> of an event. https://docs.slack.dev/apis/events-api</summary>
    public const string Event = "events_api";

    /// <summary>
    /// The <see cref="Type"/> of what people do with what the app shows, and of shortcuts. https://docs.slack.dev/interactivity
    /// </summary>
    public const string Interaction = "interactive";

    /// <summary>The <see cref="Type"/> of a slash command. https://docs.slack.dev/interactivity/implementing-slash-commands</summary>
    public const string Command = "slash_commands";

    /// <summary>Names this delivery. A redelivery may have another name.</summary>
    public required string DeliveryId { get; init; }

    /// <summary><see cref="Event"/>, <see cref="Interaction"/>, <see cref="Command"/>, or a type this version does not know.</summary>
    public required string Type { get; init; }

    /// <summary>
    /// The payload's JSON in UTF-8; an own copy that may be kept, and changed. Empty if the envelope had none. Half of a surrogate pair,
    /// which no JSON reader gives out, is U+FFFD in it.
    /// </summary>
    public Memory<byte> Payload { get; init; }

    /// <summary>
    /// The length of a delivery larger than is read, whose payload was not kept; null for any other. To acknowledge it is to go without it;
    /// what is not acknowledged Slack sends again, no smaller.
    /// </summary>
    public long? OversizedLength { get; init; }

    /// <summary>Whether Slack says that the acknowledgement may carry an answer; not reliable for block_actions.</summary>
    public bool AcceptsAnswer { get; init; }

    /// <summary>0 for the first delivery, 1 to 3 for a repetition.</summary>
    public int RetryAttempt { get; init; }

    /// <summary>Why it is repeated, such as <c>timeout</c>; null or empty for the first delivery.</summary>
    public string? RetryReason { get; init; }

    /// <summary>Type and name alone: the payload does not belong in a log.</summary>
    /// <returns>Type and name.</returns>
    public override string ToString() => $"{Type} {DeliveryId}";
}
