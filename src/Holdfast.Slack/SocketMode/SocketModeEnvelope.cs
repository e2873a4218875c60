namespace Holdfast.Slack.SocketMode;

/// <summary>
/// One delivery over Socket Mode, its payload still undecoded. https://docs.slack.dev/apis/events-api/using-socket-mode
/// </summary>
public sealed record SocketModeEnvelope
{
    /// <summary>The key of this delivery; what is acknowledged. A redelivery may have another one.</summary>
    public required string EnvelopeId { get; init; }

    /// <summary><c>events_api</c>, <c>interactive</c>, <c>slash_commands</c>, or a type this version does not know.</summary>
    public required string Type { get; init; }

    /// <summary>
    /// The payload's JSON in UTF-8; an own copy that may be kept, and changed. Empty if the envelope had none. Half of a surrogate pair,
    /// which no JSON reader gives out, is U+FFFD in it.
    /// </summary>
    public Memory<byte> Payload { get; init; }

    /// <summary>
    /// The length of an envelope larger than <see cref="SocketModeOptions.MaxFrameBytes"/>, whose payload was not kept; null for any
    /// other. To acknowledge it is to go without it; what is not acknowledged Slack sends again, no smaller.
    /// </summary>
    public long? OversizedLength { get; init; }

    /// <summary>Whether Slack says that the acknowledgement may carry a payload; not reliable for block_actions.</summary>
    public bool AcceptsResponsePayload { get; init; }

    /// <summary>0 for the first delivery, 1 to 3 for a repetition.</summary>
    public int RetryAttempt { get; init; }

    /// <summary>Why it is repeated, such as <c>timeout</c>; null or empty for the first delivery.</summary>
    public string? RetryReason { get; init; }

    /// <summary>The connection it came on, as in <see cref="ISocketModeObserver"/>.</summary>
    public int ConnectionNumber { get; init; }

    /// <summary>Type and key alone: the payload does not belong in a log.</summary>
    /// <returns>Type and key.</returns>
    public override string ToString() => $"{Type} {EnvelopeId}";
}
