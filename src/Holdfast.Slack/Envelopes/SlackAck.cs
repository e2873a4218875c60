using System.Text.Json;

namespace Holdfast.Slack.Envelopes;

/// <summary>What to answer to an envelope.</summary>
public readonly record struct SlackAck
{
    private SlackAck(ReadOnlyMemory<byte> payload, Action<bool>? receipt) => (Payload, Receipt) = (payload, receipt);

    /// <summary>The plain acknowledgement.</summary>
    public static SlackAck Ok => default;

    /// <summary>
    /// No acknowledgement, so that Slack delivers the envelope again. As if the handler threw, except that nothing is logged: the handler has
    /// said why.
    /// </summary>
    public static SlackAck Withheld => new() { IsWithheld = true };

    /// <summary>The JSON to answer with, in UTF-8; empty for a plain acknowledgement.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>Whether there is to be none.</summary>
    public bool IsWithheld { get; private init; }

    private Action<bool>? Receipt { get; }

    /// <summary>An acknowledgement with an answer, for a submitted view, a menu's options or a command.</summary>
    /// <param name="payload">A JSON object in UTF-8; not copied.</param>
    /// <returns>The acknowledgement.</returns>
    /// <exception cref="ArgumentException">It is not one complete JSON object.</exception>
    public static SlackAck WithPayload(ReadOnlyMemory<byte> payload)
    {
        // Checked here, where the mistake is made, because Slack would only drop the acknowledgement.
        if (!IsObject(payload.Span))
            throw new ArgumentException("The payload of an acknowledgement is a JSON object.", nameof(payload));
        return new SlackAck(payload, receipt: null);
    }

    /// <summary>
    /// The same acknowledgement, which tells whether it was sent: for work that may begin only after it, and not at all
    /// without it, such as opening a modal.
    /// </summary>
    /// <param name="sent">
    /// Called exactly once for an acknowledgement that a handler returned: with true when it was written to the network,
    /// which does not mean that Slack has read it; with false when its connection could not send it any more, so that Slack
    /// delivers the envelope again. The next acknowledgement may wait for it, so it must be short; what it throws is logged.
    /// </param>
    /// <returns>The acknowledgement.</returns>
    /// <exception cref="InvalidOperationException">Somebody is told already; a second receipt would silence the first.</exception>
    public SlackAck WithReceipt(Action<bool> sent)
    {
        ArgumentNullException.ThrowIfNull(sent);
        if (Receipt is not null)
            throw new InvalidOperationException("This acknowledgement has a receipt already.");
        return new SlackAck(Payload, sent);
    }

    /// <summary>Says whether the acknowledgement was sent: called once by the one who sends it.</summary>
    /// <param name="sent">Whether it was.</param>
    public void Tell(bool sent) => Receipt?.Invoke(sent);

    private static bool IsObject(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            reader.Skip();
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
