namespace Holdfast.Slack.SocketMode;

/// <summary>Takes the envelopes in.</summary>
public interface ISocketModeHandler
{
    /// <summary>
    /// Takes one envelope in; it is acknowledged, on its own connection, when the task completes. Nothing is acknowledged
    /// when it throws or returns <see cref="SocketModeAck.Withheld"/>, and Slack delivers again: so complete it after the envelope is safe, and within 3 s.
    /// </summary>
    /// <remarks>
    /// Called in the order of arrival on each connection, without waiting for the task of the envelope before: what runs
    /// before the first await sees Slack's order and must be short, what runs after it runs concurrently.
    /// </remarks>
    /// <param name="envelope">The envelope; may be kept.</param>
    /// <param name="cancellationToken">
    /// Cancelled only when the connection is gone and the drain time is over; the loss of a connection alone does not interrupt a handler.
    /// </param>
    /// <returns>What to answer.</returns>
    ValueTask<SocketModeAck> HandleAsync(SocketModeEnvelope envelope, CancellationToken cancellationToken);
}
