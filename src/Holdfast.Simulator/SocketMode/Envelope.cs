namespace Holdfast.Simulator.SocketMode;

/// <summary>What an envelope carries; it decides whether Slack sends it again.</summary>
internal enum EnvelopeKind
{
    Event,
    Interactive,
    SlashCommand,
}

internal enum EnvelopeState
{
    Waiting,
    OnTheWay,
    Acked,
    GivenUp,
}

/// <summary>Told about one envelope's fate without a look-up; load runs and interactions hang on it.</summary>
internal interface IEnvelopeObserver
{
    void Sent(long timestamp);

    /// <summary>It was acknowledged, with or without content.</summary>
    void Acked(long timestamp, string? payload);

    /// <summary>No further attempt will be made. Called under the dispatcher's lock: it must be quick and take no other.</summary>
    /// <param name="wasSent">Whether it ever went to the network.</param>
    void GaveUp(bool wasSent)
    {
    }
}

/// <summary>One payload on its way to the app, through all its attempts. Guarded by the dispatcher's lock.</summary>
internal sealed class Envelope(EnvelopeKind kind, byte[] payload, string? eventId)
{
    public EnvelopeKind Kind { get; } = kind;

    /// <summary>Let go once nobody can ask for it again, so that records stay small.</summary>
    public byte[]? Payload { get; set; } = payload;

    public string? EventId { get; } = eventId;

    public Guid Id { get; set; }

    /// <summary>Ids of earlier attempts when each attempt has its own; an acknowledgement of any of them counts.</summary>
    public List<Guid>? FormerIds { get; set; }

    public string? EventType { get; init; }

    public string? Channel { get; init; }

    public string? MessageTs { get; init; }

    public IEnvelopeObserver? Observer { get; init; }

    public bool AcceptsResponse { get; init; }

    public long Sequence { get; set; }

    public EnvelopeState State { get; set; }

    /// <summary>The <c>retry_attempt</c> of the latest delivery.</summary>
    public int Attempt { get; set; }

    /// <summary>Why it is sent again.</summary>
    public string RetryReason { get; set; } = "timeout";

    /// <summary>How many time-outs have passed; it selects the next delay and ends the attempts.</summary>
    public int Timeouts { get; set; }

    public IEnvelopeCarrier? Connection { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public EnvelopeDelivery? FirstDelivery { get; set; }

    public List<EnvelopeDelivery>? FurtherDeliveries { get; set; }

    public DateTimeOffset? AckedAt { get; set; }

    public int AckConnection { get; set; }

    public string? AckPayload { get; set; }

    /// <summary>Interactions are shown to a person who waits: Slack does not bring them a second time.</summary>
    public bool IsRedelivered => Kind == EnvelopeKind.Event;

    public EnvelopeRecord Snapshot() => new(
        Id.ToString(), Kind.ToString(), EventType, EventId, Channel, MessageTs, CreatedAt,
        FirstDelivery is { } first ? [first, .. FurtherDeliveries ?? []] : [],
        AckedAt, AckedAt is null ? null : AckConnection, AckPayload, State == EnvelopeState.GivenUp);
}

/// <summary>One time an envelope was written to a connection.</summary>
/// <param name="At">When.</param>
/// <param name="Connection">The connection's number.</param>
/// <param name="RetryAttempt">The <c>retry_attempt</c> it carried.</param>
public sealed record EnvelopeDelivery(DateTimeOffset At, int Connection, int RetryAttempt);

/// <summary>What became of an envelope.</summary>
/// <param name="EnvelopeId">Its latest id.</param>
/// <param name="Kind"><c>Event</c>, <c>Interactive</c> or <c>SlashCommand</c>.</param>
/// <param name="EventType">The inner event's type, for events.</param>
/// <param name="EventId">The event's id, the same through all attempts.</param>
/// <param name="Channel">The channel it is about.</param>
/// <param name="MessageTs">The message it is about.</param>
/// <param name="CreatedAt">When it arose.</param>
/// <param name="Deliveries">Each time it was written to a connection.</param>
/// <param name="AckedAt">When it was acknowledged.</param>
/// <param name="AckConnection">The connection the acknowledgement came on.</param>
/// <param name="AckPayload">The acknowledgement's payload as JSON text, when it had content.</param>
/// <param name="IsGivenUp">Whether no further attempt will be made.</param>
public sealed record EnvelopeRecord(
    string EnvelopeId,
    string Kind,
    string? EventType,
    string? EventId,
    string? Channel,
    string? MessageTs,
    DateTimeOffset CreatedAt,
    IReadOnlyList<EnvelopeDelivery> Deliveries,
    DateTimeOffset? AckedAt,
    int? AckConnection,
    string? AckPayload,
    bool IsGivenUp);
