using Holdfast.Slack.Json;

namespace Holdfast.Slack.WebApi;

/// <summary>What came back: everything that the judgement of a call needs.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="RetryAfter">How long to wait, if the answer says so.</param>
/// <param name="Body">The body; null when it was larger than allowed.</param>
/// <param name="Scopes">The token's scopes as Slack lists them; null where it does not.</param>
/// <param name="Dated">When the other side's clock says that it answered, and when ours does; null where that was not looked at.</param>
internal readonly record struct SlackAnswer(int Status, TimeSpan? RetryAfter, byte[]? Body, string? Scopes, AnswerTimes? Dated)
{
    internal bool IsSuccess => Status is >= 200 and < 300;
}

/// <summary>What three clocks showed of one exchange.</summary>
/// <param name="Sent">When the request was sent, by ours.</param>
/// <param name="Date">When it was answered, by the other side's.</param>
/// <param name="Received">When the answer began to come, by ours.</param>
internal sealed record AnswerTimes(DateTimeOffset Sent, DateTimeOffset Date, DateTimeOffset Received);

/// <summary>Sends one request and reads one answer within a time limit.</summary>
internal sealed class SlackExchange(HttpClient http, TimeProvider time, SlackTime slackTime, SlackWebClientOptions options)
{
    private readonly long _maxResponseBytes = options.MaxResponseBytes;
    private readonly TimeSpan _maxRetryAfter = options.MaxRetryAfter;

    /// <summary>Posts a body; what prevented an answer is a <see cref="SlackException"/> that knows whether the body began to leave.</summary>
    internal async Task<SlackAnswer> PostAsync(
        string method, Uri address, string? authorization, ArgumentsContent content, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        request.Options.Set(SlackHttp.CallerToken, cancellationToken);

        using var limit = new CancellationTokenSource(timeout, time);
        using var link = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), limit);
        try
        {
            DateTimeOffset? sent = slackTime.WantsToKnow ? time.GetUtcNow() : null;
            using var response =
                await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            AnswerTimes? dated = sent is { } at && response.Headers.Date is { } date ? new AnswerTimes(at, date, time.GetUtcNow()) : null;
            var body = await ResponseBody.ReadAsync(response.Content, _maxResponseBytes, limit.Token).ConfigureAwait(false);

            // A message that was cut within an emoji must not make the page of history unreadable that it stands on.
            LoneSurrogates.Replace(body);
            return new SlackAnswer(
                (int)response.StatusCode,
                response.IsSuccessStatusCode ? null : RetryAfter.Read(response.Headers, time, _maxRetryAfter),
                body,
                response.Headers.NonValidated.TryGetValues("x-oauth-scopes", out var scopes) ? scopes.ToString() : null,
                dated);
        }
        catch (OperationCanceledException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Unanswered(method, SlackErrors.Timeout, content, exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (exception is IRequestNotSent refused)
                throw new SlackException(method, SlackErrors.HostUnavailable, exception) { RetryAfter = refused.RetryAfter };
            throw Unanswered(method, SlackErrors.Network, content, exception);
        }
    }

    // Before the body began to leave, Slack cannot have done anything.
    private static SlackException Unanswered(string method, string error, ArgumentsContent content, Exception cause) =>
        new(method, error, cause) { IsOutcomeUnknown = content.Left };
}
