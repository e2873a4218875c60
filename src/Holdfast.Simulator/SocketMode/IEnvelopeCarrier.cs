namespace Holdfast.Simulator.SocketMode;

/// <summary>Takes envelopes to the app: one WebSocket, or requests to its address.</summary>
internal interface IEnvelopeCarrier
{
    /// <summary>Its number, for records.</summary>
    int Number { get; }

    /// <summary>Envelopes handed over and not sent yet; the dispatcher looks at it before it adds more.</summary>
    int PendingFrames { get; }

    /// <summary>Whether it was told to leave and should be spared when there is another.</summary>
    bool IsLeaving { get; }

    /// <summary>Whether it can be given anything.</summary>
    bool IsWritable { get; }

    /// <summary>Whether an envelope that it has sent is sent again when it was not acknowledged in time; otherwise it says itself that one has failed.</summary>
    bool IsTimed { get; }

    /// <summary>Gives it an envelope. Called under the dispatcher's lock: it must be quick.</summary>
    void Enqueue(Envelope envelope);
}
