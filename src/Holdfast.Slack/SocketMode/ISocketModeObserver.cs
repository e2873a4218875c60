namespace Holdfast.Slack.SocketMode;

/// <summary>
/// Hears what happens to the connections, for metrics and for decisions about order. Called on the receiving path: return
/// at once. Connections are numbered from 1 in the order of connecting; a number is never used again.
/// </summary>
public interface ISocketModeObserver
{
    /// <summary>A connection said hello; events may come on it from now on.</summary>
    /// <param name="number">The connection.</param>
    void OnOpened(int number);

    /// <summary>An opened connection ended. Each <see cref="OnOpened"/> is followed by exactly one of these.</summary>
    /// <param name="number">The connection.</param>
    /// <param name="clean">
    /// True when it was closed by us, after its replacement had opened or at the end. False when it died first: Slack may
    /// deliver again what was under way, later and out of order.
    /// </param>
    void OnLost(int number, bool clean);

    /// <summary>An envelope arrived.</summary>
    /// <param name="number">The connection.</param>
    /// <param name="type">The envelope's type.</param>
    void OnEnvelope(int number, string type)
    {
    }

    /// <summary>An acknowledgement was handed to the network.</summary>
    /// <param name="number">The connection.</param>
    void OnAcknowledged(int number)
    {
    }

    /// <summary>An envelope was handled, but its connection could not carry the acknowledgement: Slack will deliver again.</summary>
    /// <param name="number">The connection.</param>
    void OnAckLost(int number)
    {
    }

    /// <summary>The handler threw or withheld the acknowledgement: Slack will deliver again.</summary>
    /// <param name="number">The connection.</param>
    void OnHandlerFailed(int number)
    {
    }

    /// <summary>
    /// A frame was passed over: <c>malformed</c>, <c>oversized</c> (and nobody knows which envelope it was), <c>unknown</c> or <c>closing</c>.
    /// </summary>
    /// <param name="number">The connection.</param>
    /// <param name="reason">Why.</param>
    void OnFrameIgnored(int number, string reason)
    {
    }

    /// <summary>An attempt to connect failed; another follows.</summary>
    /// <param name="slot">The place among the connections that are kept, from 0.</param>
    /// <param name="error">Slack's error code, or ours: <c>timeout</c>, <c>network</c>, <c>no_hello</c>, <c>closed</c>,
    /// <c>unexpected</c>.</param>
    void OnAttemptFailed(int slot, string error)
    {
    }
}
