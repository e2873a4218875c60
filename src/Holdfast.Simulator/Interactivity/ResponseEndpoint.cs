using System.Text;
using Holdfast.Simulator.Calls;
using Holdfast.Simulator.Faults;

namespace Holdfast.Simulator.Interactivity;

/// <summary><c>/response/{token}</c>: the address that an interaction gives the app to answer at; the token in it is all the right it needs.</summary>
internal sealed class ResponseEndpoint(
    ResponseUrls urls, ResponseDesk desk, Lock gate, FaultPlan faults, CallLog calls, TimeProvider time)
{
    public async Task HandleAsync(HttpContext context, string token)
    {
        var arguments = new ApiArguments();
        string? unreadable;
        try
        {
            unreadable = await ReadAsync(context, arguments);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or BadHttpRequestException)
        {
            // The client went away before it had said what it wanted.
            return;
        }

        var fault = faults.Next(Fault.ResponseUrl);
        if (fault is not null && await StruckAsync(fault, context, arguments)) return;

        var (status, error) = Perform(token, arguments, unreadable);
        Log(arguments, error ?? "ok");
        if (fault?.Kind == FaultKind.LoseResponse)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        var body = error is null ? """{"ok":true}""" : $$"""{"ok":false,"error":"{{error}}"}""";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body), context.RequestAborted);
    }

    private Task<bool> StruckAsync(Fault fault, HttpContext context, ApiArguments arguments) =>
        fault.StruckAsync(context, time, outcome => Log(arguments, outcome));

    private static async Task<string?> ReadAsync(HttpContext context, ApiArguments arguments)
    {
        if (!HttpMethods.IsPost(context.Request.Method)) return "invalid_method";
        if (context.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true) return "invalid_payload";
        return await ApiBody.ReadAsync(context.Request, arguments, acceptsJson: true, context.RequestAborted);
    }

    /// <summary>What is refused does not count as a use.</summary>
    private (int Status, string? Error) Perform(string token, ApiArguments arguments, string? unreadable)
    {
        lock (gate)
        {
            if (urls.Check(token, out var url) is { } gone) return (404, gone);
            if ((unreadable ?? desk.Answer(url!, arguments)?.Code) is { } error) return (400, error);
            url!.Uses++;
            return (200, null);
        }
    }

    private void Log(ApiArguments arguments, string outcome) =>
        calls.Add(Fault.ResponseUrl, TokenKind.None, arguments, time, outcome);
}
