using System.Text;
using System.Text.Json.Nodes;
using Holdfast.Connection;
using Holdfast.Ingress;
using Holdfast.Slack.Envelopes;
using Holdfast.Slack.HttpDelivery;
using Holdfast.Slack.Signing;
using Holdfast.Workspaces;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.SlackRequests;

/// <summary>
/// Takes in what Slack delivers by HTTP. Nothing of a request is looked at before its signature was checked, and none is answered with 200 before what it
/// brought was committed: to anything else Slack delivers again.
/// </summary>
internal sealed partial class SlackRequestEndpoint(
    HttpIntake intake,
    SlackIngress ingress,
    IOptions<SlackOptions> slack,
    IOptions<HttpIntakeOptions> options,
    RefusalLog refusals,
    SlackRequestMetrics metrics,
    TimeProvider time,
    ILogger<SlackRequestEndpoint> logger)
{
    /// <summary>Of the 3 s that Slack waits; the rest is for the commit.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(2);

    private readonly string[] _secrets = [.. new[] { slack.Value.SigningSecret, slack.Value.PreviousSigningSecret }.Where(secret => secret.Length > 0)];

    /// <summary>Handles one request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        // Slack looks at the certificate this way, and people at whether they have come to the right place.
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        {
            await AnswerAsync(context, StatusCodes.Status200OK, "Slack delivers here, by POST.\n");
            return;
        }

        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.Headers.Allow = "POST, GET, HEAD";
            await RefuseAsync(context, StatusCodes.Status405MethodNotAllowed, "method", "it was no POST");
            return;
        }

        var headers = context.Request.Headers;
        string? timestamp = headers[SlackSignature.TimestampHeader], signature = headers[SlackSignature.SignatureHeader];
        if (string.IsNullOrEmpty(timestamp) || string.IsNullOrEmpty(signature))
        {
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, "unsigned", "it was not signed: not Slack, or a proxy drops the headers X-Slack-Signature and X-Slack-Request-Timestamp");
            return;
        }

        if (!SlackSignature.IsFresh(timestamp, time.GetUtcNow()))
        {
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, "old", "it was signed more than 5 minutes ago or ahead: an old request made again, or this machine's clock is off (holdfast doctor)");
            return;
        }

        await HandleSignedAsync(context, timestamp, signature);
    }

    /// <summary>Answers a request at another path of this port.</summary>
    public static Task NotHereAsync(HttpContext context, PathString path) =>
        AnswerAsync(context, StatusCodes.Status404NotFound, $"Slack delivers at {path} and below (SlackHttp:Path).\n");

    private async Task HandleSignedAsync(HttpContext context, string timestamp, string signature)
    {
        byte[] body;
        try
        {
            context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize = options.Value.MaxBytes;
            body = await RequestBody.ReadAsync(context, options.Value.MaxBytes, time);
        }
        catch (BadHttpRequestException e)
        {
            // It would come again no smaller.
            if (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
                context.Response.Headers[SlackHttpReader.NoRetryHeader] = "1";
            await RefuseAsync(context, e.StatusCode, "body", RequestBody.Describe(e));
            return;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            metrics.Ended("broken", IsRepeated(context));
            return;
        }

        if (!_secrets.Any(secret => SlackSignature.Verify(secret, timestamp, body, signature, time.GetUtcNow())))
        {
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, "signature", "its signature is wrong: not Slack, or Slack:SigningSecret (SLACK_SIGNING_SECRET) is not the one on the app's page, or a proxy changes the body");
            return;
        }

        switch (SlackHttpReader.Read(body, context.Request.Headers[SlackHttpReader.RetryNumberHeader], context.Request.Headers[SlackHttpReader.RetryReasonHeader]))
        {
            case SlackHttpRequest.Delivery delivery:
                intake.Heard();
                await TakeAsync(context, delivery.Envelope);
                break;
            case SlackHttpRequest.AddressCheck check:
                metrics.Ended("check", isRepeated: false);
                await AnswerJsonAsync(context, Encoding.UTF8.GetBytes(new JsonObject { ["challenge"] = check.Challenge }.ToJsonString()));
                break;
            default:
                metrics.Ended("check", isRepeated: false);
                await AnswerAsync(context, StatusCodes.Status200OK, "");
                break;
        }
    }

    private async Task TakeAsync(HttpContext context, SlackEnvelope envelope)
    {
        var ack = SlackAck.Withheld;
        try
        {
            // Not ended when Slack hangs up: what is being committed is committed, and its repetition is known again.
            if (await intake.WaitUntilOpenAsync(StartPatience, context.RequestAborted))
                ack = await ingress.HandleAsync(envelope, CancellationToken.None);
        }
        catch (Exception e)
        {
            LogFailed(e, envelope.DeliveryId);
        }

        metrics.Ended(ack.IsWithheld ? "not_taken" : "taken", envelope.RetryAttempt > 0);
        if (ack.IsWithheld)
        {
            intake.Missed();
            await AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, "not taken: deliver it again\n");
            return;
        }

        var isSent = false;
        try
        {
            await AnswerJsonAsync(context, ack.Payload);
            await context.Response.CompleteAsync();
            isSent = !context.RequestAborted.IsCancellationRequested;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Slack has hung up: told below.
        }

        if (!isSent)
            intake.Missed();
        ack.Tell(isSent);
    }

    private async Task RefuseAsync(HttpContext context, int status, string result, string reason)
    {
        metrics.Ended(result, IsRepeated(context));
        refusals.Refused(reason);
        await AnswerAsync(context, status, $"refused: {reason}\n");
    }

    private static bool IsRepeated(HttpContext context) => context.Request.Headers.ContainsKey(SlackHttpReader.RetryNumberHeader);

    private static Task AnswerAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.WriteAsync(text, context.RequestAborted);
    }

    private static async Task AnswerJsonAsync(HttpContext context, ReadOnlyMemory<byte> json)
    {
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentLength = json.Length;
        if (json.IsEmpty)
            return;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.Body.WriteAsync(json, context.RequestAborted);
    }

    [LoggerMessage(1721, LogLevel.Error, "The request {Delivery} of Slack's was not taken, and Slack will deliver it again")]
    private partial void LogFailed(Exception error, string delivery);
}
