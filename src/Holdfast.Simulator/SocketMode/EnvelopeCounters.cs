namespace Holdfast.Simulator.SocketMode;

/// <summary>Totals over the simulator's life.</summary>
public sealed class EnvelopeCounters
{
    /// <summary>Envelopes that arose.</summary>
    public long Submitted { get; internal set; }

    /// <summary>Frames written, further attempts included.</summary>
    public long Sent { get; internal set; }

    /// <summary>Envelopes acknowledged.</summary>
    public long Acked { get; internal set; }

    /// <summary>Further attempts, because of a dead connection or a time-out.</summary>
    public long Redelivered { get; internal set; }

    /// <summary>Envelopes nobody acknowledged through all attempts, or that nobody could take.</summary>
    public long GivenUp { get; internal set; }

    /// <summary>Envelopes dropped because too many were waiting.</summary>
    public long Dropped { get; internal set; }

    /// <summary>Acknowledgements of nothing: a second one for the same envelope, or an invented id.</summary>
    public long UnknownAcks { get; internal set; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"Envelopes: {Submitted} arose, {Sent} frames sent, {Acked} acked, {Redelivered} sent again, {GivenUp} given up, {UnknownAcks} unknown acks.";
}
