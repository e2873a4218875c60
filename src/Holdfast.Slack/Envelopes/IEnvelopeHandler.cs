namespace Holdfast.Slack.Envelopes;

/// <summary>Takes the envelopes in, by whatever way they come.</summary>
public interface IEnvelopeHandler
{
    /// <summary>
    /// Takes one envelope in; it is acknowledged, the way it came, when the task completes. Nothing is acknowledged
    /// when it throws or returns <see cref="SlackAck.Withheld"/>, and Slack delivers again: so complete it after the envelope is safe, and within 3 s.
    /// </summary>
    /// <remarks>
    /// On a WebSocket it is called in the order of arrival, without waiting for the task of the envelope before: what runs
    /// before the first await sees Slack's order and must be short, what runs after it runs concurrently. Several connections, and requests
    /// over HTTP, call it side by side.
    /// </remarks>
    /// <param name="envelope">The envelope; may be kept.</param>
    /// <param name="cancellationToken">
    /// Cancelled only when nothing can be acknowledged any more; the loss of a connection alone does not interrupt a handler.
    /// </param>
    /// <returns>What to answer.</returns>
    ValueTask<SlackAck> HandleAsync(SlackEnvelope envelope, CancellationToken cancellationToken);
}
