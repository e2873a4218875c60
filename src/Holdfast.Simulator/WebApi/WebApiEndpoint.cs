using System.Buffers;
using System.Text.Json;
using Holdfast.Simulator.Calls;
using Holdfast.Simulator.Faults;
using Holdfast.Simulator.Json;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.WebApi;

/// <summary><c>/api/{method}</c>: reads arguments, checks the token, lets faults strike, performs the method, answers.</summary>
internal sealed class WebApiEndpoint(
    ApiParts parts, AppTokens tokens, FaultPlan faults, RateLimits? limits, CallLog calls, TimeProvider time, CancellationToken stopping)
{
    private readonly MethodTable _methods = new();

    public async Task HandleAsync(HttpContext context, string name)
    {
        var method = _methods.Find(name);
        var arguments = new ApiArguments();
        string? unreadable;
        try
        {
            unreadable = await ApiBody.ReadAsync(context.Request, arguments, method?.AcceptsJson ?? true, context.RequestAborted);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or BadHttpRequestException)
        {
            // The client went away before it had said what it wanted.
            return;
        }

        var token = TokenOf(context, arguments, out var given);
        var fault = faults.Next(name, arguments.All);
        if (fault?.Kind == FaultKind.PerformLate)
        {
            await PerformLateAsync(fault, context, name, method, arguments, token, given, unreadable);
            return;
        }

        if (fault is not null && await StruckAsync(fault, context, name, token, arguments)) return;

        if (method is not null && (limits?.RetryAfter(method, arguments) ?? parts.HistoryLimit.RetryAfter(name)) is { } seconds)
        {
            calls.Add(name, token, arguments, time, "ratelimited");
            await new Fault(FaultKind.RateLimited) { RetryAfter = seconds }.StrikeAsync(context, time);
            return;
        }

        var buffer = JsonBuffer.Rent();
        var error = Perform(method, arguments, token, given, unreadable, buffer);
        calls.Add(name, token, arguments, time, error?.Code ?? "ok");
        if (fault?.Kind == FaultKind.LoseResponse)
        {
            buffer.Return();
            context.Abort();
            return;
        }

        Answer(context.Response, buffer, token);
    }

    /// <summary>What Slack has taken in it performs, whether or not its client has the patience to hear of it.</summary>
    private async Task PerformLateAsync(
        Fault fault, HttpContext context, string name, ApiMethod? method, ApiArguments arguments, TokenKind token, bool given, string? unreadable)
    {
        var performing = faults.PerformLateAsync(
            fault,
            () =>
            {
                var buffer = JsonBuffer.Rent();
                var error = Perform(method, arguments, token, given, unreadable, buffer);
                calls.Add(name, token, arguments, time, error?.Code ?? "ok");
                return buffer;
            },
            stopping);
        try
        {
            Answer(context.Response, await performing.WaitAsync(context.RequestAborted), token);
        }
        catch (OperationCanceledException)
        {
            // The client has gone, or the simulator stops. In the first case the call goes on.
        }
    }

    private Task<bool> StruckAsync(Fault fault, HttpContext context, string name, TokenKind token, ApiArguments arguments) =>
        fault.StruckAsync(context, time, outcome => calls.Add(name, token, arguments, time, outcome));

    private ApiError? Perform(
        ApiMethod? method, ApiArguments arguments, TokenKind token, bool tokenGiven, string? unreadable, JsonBuffer buffer)
    {
        var error = Check(method, arguments, token, tokenGiven, unreadable);
        if (error is null)
        {
            buffer.Writer.WriteStartObject();
            buffer.Writer.WriteBoolean("ok", value: true);
            lock (parts.World.Gate)
            {
                parts.World.EndDueStreams();
                error = method!.Run(new ApiCall(parts, arguments, token, buffer.Writer));
            }
        }

        if (error is not null)
        {
            buffer.Clear();
            WriteError(buffer.Writer, error, tokens.ScopesOf(token));
        }

        buffer.Writer.WriteEndObject();
        return error;
    }

    private ApiError? Check(ApiMethod? method, ApiArguments arguments, TokenKind token, bool tokenGiven, string? unreadable)
    {
        if (method is null) return new ApiError("unknown_method");
        if (unreadable is not null) return new ApiError(unreadable);
        if (method.Wants != TokenKind.None)
        {
            if (!tokenGiven) return new ApiError("not_authed");
            if (token == TokenKind.None) return new ApiError("invalid_auth");
            if (token != method.Wants) return new ApiError("not_allowed_token_type");
            if (method.Scopes.Length > 0 && !method.Scopes.Any(tokens.Has)) return ApiError.MissingScope(method.Scopes);
        }

        foreach (var required in method.Required)
        {
            if (!arguments.TryGet(required, out _)) return ApiError.Missing(required);
        }

        return null;
    }

    private TokenKind TokenOf(HttpContext context, ApiArguments arguments, out bool given)
    {
        var token = AppTokens.TokenIn(context.Request.Headers.Authorization.ToString()) ?? arguments.Token;
        given = token is { Length: > 0 };
        return tokens.KindOf(token);
    }

    private static void WriteError(Utf8JsonWriter writer, ApiError error, string? scopes)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("ok", value: false);
        writer.WriteString("error", error.Code);
        if (error.Needed is { } needed)
        {
            writer.WriteString("needed", needed);
            writer.WriteString("provided", scopes);
        }

        if (error.Message is null) return;
        writer.WriteStartObject("response_metadata");
        writer.WriteStartArray("messages");
        writer.WriteStringValue(error.Message);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void Answer(HttpResponse response, JsonBuffer buffer, TokenKind token)
    {
        var json = buffer.Written();
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = json.Length;
        // Slack lists the scopes of the token that came, whatever became of the call, and none for a token that it does not know.
        if (tokens.ScopesOf(token) is { } scopes) response.Headers["x-oauth-scopes"] = scopes;
        // Kestrel flushes when the request ends: one write, one packet.
        response.BodyWriter.Write(json);
        buffer.Return();
    }
}
