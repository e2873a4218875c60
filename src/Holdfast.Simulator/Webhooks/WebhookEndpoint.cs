using Holdfast.Simulator.Faults;
using Microsoft.AspNetCore.Http.Features;

namespace Holdfast.Simulator.Webhooks;

/// <summary><c>/webhooks/{name}</c>: keeps what comes and answers 200, unless a fault has it do something else.</summary>
internal sealed class WebhookEndpoint(WebhookInbox inbox, FaultPlan faults, TimeProvider time)
{
    public async Task HandleAsync(HttpContext context, string name)
    {
        if (!WebhookInbox.IsName(name) || !HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        try
        {
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
                limit.MaxRequestBodySize = WebhookInbox.MaxBodyBytes;
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            await TakeAsync(context, name, body.ToArray());
        }
        catch (BadHttpRequestException exception)
        {
            // More than a webhook takes, or no HTTP: the status says which.
            context.Response.StatusCode = exception.StatusCode;
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The sender went away.
        }
    }

    private async Task TakeAsync(HttpContext context, string name, byte[] body)
    {
        var request = context.Request;
        var headers = request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString(), StringComparer.Ordinal);
        var fault = faults.Next(Fault.Webhook(name));
        inbox.Add(name, request.Method, headers, body, fault is null ? "ok" : $"fault:{fault.Kind}");
        if (fault is not null && await fault.StrikeAsync(context, time)) return;
        if (fault?.Kind == FaultKind.LoseResponse) context.Abort();
    }
}
