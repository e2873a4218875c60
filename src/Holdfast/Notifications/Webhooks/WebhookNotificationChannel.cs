using System.Net;
using System.Net.Http.Headers;
using Holdfast.Http;
using Holdfast.Items;
using Holdfast.Slack;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Notifications.Webhooks;

/// <summary>
/// Signed requests to an address of the operator's. A request whose answer was lost is made again under the same id: a receiver gets
/// each notification at least once, and can tell.
/// </summary>
/// <param name="http">A client of <see cref="HttpPurpose.Webhook"/>: it keeps the limits of time and length, and leaves silent hosts alone.</param>
/// <param name="options">Where, and the secret.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">For requests without an answer.</param>
public sealed partial class WebhookNotificationChannel(
    HttpClient http, IOptions<NotificationOptions> options, TimeProvider time, ILogger<WebhookNotificationChannel> logger) : ISendingChannel
{
    private readonly EndpointStanding _standing = new(time);

    /// <inheritdoc/>
    public string Name => ChannelNames.Webhook;

    /// <inheritdoc/>
    public string? DownBecause => _standing.DownBecause;

    /// <inheritdoc/>
    public bool Takes(Notification notification) => options.Value.WebhookUrl is not null;

    /// <inheritdoc/>
    public async ValueTask<SendOutcome> SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notification);
        var outcome = await PostAsync(notification, cancellationToken);
        if (outcome is SendOutcome.Failed)
            _standing.Failed();
        else if (outcome is not SendOutcome.Unavailable)
            _standing.Answered();
        return outcome;
    }

    private async Task<SendOutcome> PostAsync(Notification notification, CancellationToken cancellationToken)
    {
        using var request = Compose(notification);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return Read(response.StatusCode, RetryAfter.Read(response.Headers, time));
        }
        catch (HostUnavailableException e)
        {
            return new SendOutcome.Unavailable(e.RetryAfter);
        }
        catch (HttpRequestException e) when (e.StatusCode is { } status)
        {
            // Too long an answer, or one that breaks off: what counts, its head, had come.
            LogNoAnswer(e, notification.Id);
            return Read(status, retryAfter: null);
        }
        catch (HttpRequestException e)
        {
            LogNoAnswer(e, notification.Id);
            return new SendOutcome.Failed(e.InnerException is TimeoutException ? "timeout" : "no_answer");
        }
    }

    private HttpRequestMessage Compose(Notification notification)
    {
        var body = WebhookBody.Of(notification);
        var request = new HttpRequestMessage(HttpMethod.Post, options.Value.WebhookUrl) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Holdfast", productVersion: null));
        RequestSignature.AddTo(request, options.Value.WebhookSecret, options.Value.PreviousWebhookSecret, notification.Id.ToString(), time.GetUtcNow(), body);
        return request;
    }

    /// <summary>A redirect is refused: the operator has not chosen to sign for that address.</summary>
    private static SendOutcome Read(HttpStatusCode status, TimeSpan? retryAfter)
    {
        if ((int)status is >= 200 and < 300)
            return new SendOutcome.Sent();
        var error = $"http_{(int)status}";
        var mayPass = status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500;
        return mayPass ? new SendOutcome.Failed(error, retryAfter) : new SendOutcome.Refused(error);
    }

    [LoggerMessage(1420, LogLevel.Debug, "The webhook gave no complete answer to notification {Notification}")]
    private partial void LogNoAnswer(Exception error, ItemId notification);
}
