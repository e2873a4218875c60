using System.Text;

namespace Holdfast.Simulator.Faults;

/// <summary>What a struck call gets to see on the wire.</summary>
internal static class FaultResponses
{
    /// <summary>True when the call is over; false when it is to be performed (after a delay, or with its answer lost later).</summary>
    public static async Task<bool> StrikeAsync(this Fault fault, HttpContext context, TimeProvider time)
    {
        switch (fault.Kind)
        {
            case FaultKind.Delay or FaultKind.PerformLate:
                await Task.Delay(fault.Delay, time, context.RequestAborted);
                return false;
            case FaultKind.LoseResponse:
                return false;
            case FaultKind.Hang:
                await Task.Delay(Timeout.InfiniteTimeSpan, time, context.RequestAborted);
                return true;
            case FaultKind.CloseBefore:
                context.Abort();
                return true;
            case FaultKind.RateLimited:
                context.Response.Headers.RetryAfter = fault.RetryAfter.ToString();
                return await AnswerAsync(context, 429, "application/json; charset=utf-8", """{"ok":false,"error":"ratelimited"}""");
            case FaultKind.ServerError:
                return await AnswerAsync(context, fault.Status, "text/html", "<html><body>Something went wrong on our side.</body></html>");
            case FaultKind.MalformedBody:
                return await AnswerAsync(context, 200, "application/json; charset=utf-8", """{"ok":true,"channel":"C0GEN""");
            case FaultKind.HtmlBody:
                return await AnswerAsync(context, 200, "text/html; charset=utf-8", "<!DOCTYPE html><title>Maintenance</title>");
            case FaultKind.ErrorCode:
                return await AnswerAsync(context, 200, "application/json; charset=utf-8", $$"""{"ok":false,"error":"{{fault.ErrorCode}}"}""");
            default:
                throw new InvalidOperationException($"No behaviour for fault {fault.Kind}.");
        }
    }

    /// <summary>
    /// As <see cref="StrikeAsync"/>; true as well when the client gave up waiting, which is what a delay or a hang is there to bring
    /// about. A call that is not performed is noted before it is struck: who awaits the note of one that is never answered would else
    /// wait until its client gives up.
    /// </summary>
    public static async Task<bool> StruckAsync(this Fault fault, HttpContext context, TimeProvider time, Action<string> note)
    {
        var outcome = $"fault:{fault.Kind}";
        if (!fault.Performs) note(outcome);
        try
        {
            return await fault.StrikeAsync(context, time);
        }
        catch (OperationCanceledException)
        {
            if (fault.Performs) note(outcome);
            return true;
        }
    }

    /// <summary>True when a fault kept the WebSocket from opening.</summary>
    public static async Task<bool> RefuseConnectAsync(this FaultPlan faults, HttpContext context, TimeProvider time) =>
        faults.Next(Fault.WebSocketConnect) is { } fault && await fault.StrikeAsync(context, time);

    private static async Task<bool> AnswerAsync(HttpContext context, int status, string contentType, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body), context.RequestAborted);
        return true;
    }
}
