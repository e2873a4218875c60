namespace Holdfast.Slack.SocketMode;

/// <summary>What a connection is doing.</summary>
public enum SocketModeConnectionState
{
    /// <summary>Asking for an address, connecting, or waiting for hello.</summary>
    Connecting,

    /// <summary>Hello was received.</summary>
    Open,

    /// <summary>Being closed: finishing what was taken in.</summary>
    Draining,

    /// <summary>Waiting before the next attempt.</summary>
    BackingOff,
}

/// <summary>One of the connections that are kept, or one that is being closed.</summary>
/// <param name="Slot">The place among the connections that are kept, from 0.</param>
/// <param name="Number">The connection's number; 0 while there is none.</param>
/// <param name="State">What it is doing.</param>
/// <param name="Since">Since when it has been in that state.</param>
/// <param name="LastFrameAt">When its last message came; null before the first. Pings and pongs do not count.</param>
/// <param name="NumConnections">The app's open connections, as told by its hello.</param>
/// <param name="FailuresInRow">Failed attempts of the slot since the last stable connection.</param>
/// <param name="Refusal">Why Slack refuses to connect this slot, when only a person can change that; null while it does not.</param>
public sealed record SocketModeConnectionStatus(
    int Slot,
    int Number,
    SocketModeConnectionState State,
    DateTimeOffset Since,
    DateTimeOffset? LastFrameAt,
    int? NumConnections,
    int FailuresInRow,
    SocketModeRefusal? Refusal = null);
