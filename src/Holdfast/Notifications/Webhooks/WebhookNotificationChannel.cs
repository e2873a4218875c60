using System.Net;
using System.Net.Http.Headers;
using Holdfast.Lanes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Notifications.Webhooks;

/// <summary>
/// Signed requests to an address of the operator's. A request whose answer was lost is made again under the same id: a receiver gets
/// each notification at least once, and can tell.
/// </summary>
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
    public NewItem Plan(NotificationTicket ticket, string? traceParent)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        return ticket.ToItem(time, traceParent);
    }

    /// <inheritdoc/>
    public async ValueTask<SendOutcome> SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notification);
        var outcome = await PostAsync(notification, cancellationToken);
        if (outcome is SendOutcome.Failed)
            _standing.Failed();
        else
            _standing.Answered();
        return outcome;
    }

    private async Task<SendOutcome> PostAsync(Notification notification, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Value.WebhookTimeout, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var request = Compose(notification);

            // Only the head is read: what the body says matters to nobody, however long it is.
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ending.Token);
            return Read(response);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNoAnswer(e, notification.Id);
            return new SendOutcome.Failed("timeout");
        }
        catch (HttpRequestException e)
        {
            LogNoAnswer(e, notification.Id);
            return new SendOutcome.Failed("no_answer");
        }
    }

    private HttpRequestMessage Compose(Notification notification)
    {
        var body = WebhookBody.Of(notification);
        var id = notification.Id.ToString();
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString();
        var request = new HttpRequestMessage(HttpMethod.Post, options.Value.WebhookUrl) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Holdfast", productVersion: null));
        request.Headers.Add(WebhookSignature.IdHeader, id);
        request.Headers.Add(WebhookSignature.TimestampHeader, timestamp);
        request.Headers.Add(
            WebhookSignature.SignatureHeader, WebhookSignature.Sign(WebhookSignature.KeyOf(options.Value.WebhookSecret), id, timestamp, body));
        return request;
    }

    /// <summary>A redirect is refused: nobody has chosen to sign for that place.</summary>
    private SendOutcome Read(HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode)
            return new SendOutcome.Sent();
        var error = $"http_{(int)response.StatusCode}";
        var mayPass = response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)response.StatusCode >= 500;
        return mayPass ? new SendOutcome.Failed(error, RetryAfter(response)) : new SendOutcome.Refused(error);
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => null,
    };

    [LoggerMessage(1220, LogLevel.Debug, "The webhook did not answer to notification {Notification}")]
    private partial void LogNoAnswer(Exception error, ItemId notification);
}
