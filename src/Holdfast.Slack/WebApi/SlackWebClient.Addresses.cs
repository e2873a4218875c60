using System.Buffers;
using System.Text;
using Holdfast.Slack.WebApi.Addresses;

namespace Holdfast.Slack.WebApi;

/// <content>Posts to addresses that Slack hands out instead of to methods; each is its own permission and carries no token.</content>
public sealed partial class SlackWebClient
{
    /// <summary>What <see cref="SlackException.Method"/> says of a failed answer to an interaction.</summary>
    public const string ResponseUrl = "response_url";

    /// <summary>What <see cref="SlackException.Method"/> says of a failed upload.</summary>
    public const string UploadUrl = "upload_url";

    private static readonly SearchValues<char> PlainCode = SearchValues.Create("abcdefghijklmnopqrstuvwxyz_");

    /// <summary>
    /// Answers an interaction through its <c>response_url</c>, which works five times within 30 minutes.
    /// https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
    /// </summary>
    /// <param name="responseUrl">The address from the payload; a secret, which appears in no log or exception.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Cancels the call; whether Slack performed it is unknown then.</param>
    /// <returns>A task that completes when Slack has taken the message; there is no time stamp of it.</returns>
    /// <exception cref="SlackException">Not Slack's address, Slack refused, or no trustworthy answer came.</exception>
    public Task RespondAsync(Uri responseUrl, ResponseUrlMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        return RespondAsync(responseUrl, message.ToJson(), cancellationToken);
    }

    /// <summary>Answers an interaction with a message that is already JSON, as kept by a durable outbox.</summary>
    /// <param name="responseUrl">The address from the payload; a secret, which appears in no log or exception.</param>
    /// <param name="jsonMessage">A JSON object in UTF-8, as made by <see cref="ResponseUrlMessage.ToJson"/>.</param>
    /// <param name="cancellationToken">Cancels the call; whether Slack performed it is unknown then.</param>
    /// <returns>A task that completes when Slack has taken the message.</returns>
    /// <exception cref="SlackException">Not Slack's address, Slack refused, or no trustworthy answer came.</exception>
    public Task RespondAsync(Uri responseUrl, ReadOnlyMemory<byte> jsonMessage, CancellationToken cancellationToken) =>
        PostAsync(ResponseUrl, responseUrl, ArgumentsContent.Json(jsonMessage), _timeout, cancellationToken);

    /// <summary>
    /// Second of three steps of an upload: sends the bytes to the address that files.getUploadURLExternal answered.
    /// https://docs.slack.dev/messaging/working-with-files#upload
    /// </summary>
    /// <param name="uploadUrl">The address; a secret, which appears in no log or exception.</param>
    /// <param name="content">The bytes, as many as were announced.</param>
    /// <param name="cancellationToken">Cancels the upload.</param>
    /// <returns>A task that completes when Slack has the bytes.</returns>
    /// <exception cref="SlackException">Not Slack's address, Slack refused, or no trustworthy answer came.</exception>
    public Task UploadAsync(Uri uploadUrl, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        PostAsync(UploadUrl, uploadUrl, ArgumentsContent.Bytes(content), _uploadTimeout, cancellationToken);

    private async Task PostAsync(
        string name, Uri address, ArgumentsContent content, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var sent = content;
        ArgumentNullException.ThrowIfNull(address);
        if (!_trusted.Contains(address))
            throw new SlackException(name, SlackErrors.UntrustedAddress);
        var started = _time.GetTimestamp();
        var answer = await _exchange.PostAsync(name, address, authorization: null, sent, timeout, cancellationToken).ConfigureAwait(false);
        LogAnswered(name, answer, started);
        if (ErrorOf(answer) is { } error)
            throw new SlackException(name, error) { HttpStatus = answer.Status, RetryAfter = answer.RetryAfter };
    }

    // These answer with a word or two of plain text as well as with JSON, so that the status decides where the body does not.
    private static string? ErrorOf(in SlackAnswer answer)
    {
        if (answer.Status == 429 || answer.Status >= 500)
            return SlackErrors.ForStatus(answer.Status);
        if (answer.Body is not { } body)
            return answer.IsSuccess ? SlackErrors.InvalidResponse : SlackErrors.ForStatus(answer.Status);
        var head = ResponseHead.TryRead(body);
        if (answer.IsSuccess)
        {
            // A page is the word of a proxy or of a network that asks to sign in.
            if (head is null)
                return body.AsSpan().TrimStart(" \t\r\n"u8).StartsWith("<"u8) ? SlackErrors.InvalidResponse : null;
            return head.Ok ? null : head.Error ?? SlackErrors.InvalidResponse;
        }

        return head?.Error ?? PlainError(body) ?? SlackErrors.ForStatus(answer.Status);
    }

    private static string? PlainError(byte[] body) =>
        body.Length is > 0 and <= ResponseHead.MaxCodeLength && Encoding.UTF8.GetString(body).Trim() is { Length: > 0 } text
        && text.Contains('_', StringComparison.Ordinal) && !text.AsSpan().ContainsAnyExcept(PlainCode)
            ? text
            : null;
}
