using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;

namespace Holdfast.Simulator.Control;

/// <summary>
/// <c>/control/…</c>: everything the in-process API can do, for the page and for programs in other languages. Only for callers on this
/// machine, and never for a foreign web page that happens to be open in the person's browser.
/// </summary>
internal sealed class ControlEndpoint(ControlParts parts)
{
    private const int MaxBodyBytes = 2 * 1024 * 1024;

    /// <summary>Room for the largest file that a person may share, as base64.</summary>
    private const int MaxFileBodyBytes = 96 * 1024 * 1024;

    private readonly FrozenDictionary<string, Func<ControlCall, Task>> _routes = new Dictionary<string, Func<ControlCall, Task>>[]
    {
        WorldControl.Routes,
        InteractionControl.Routes,
        SocketControl.Routes,
        FaultControl.Routes,
        ModelControl.Routes,
        ServerControl.Routes,
        FileControl.Routes,
        TeamControl.Routes,
        PeopleControl.Routes,
        ScopeControl.Routes,
        HomeControl.Routes,
        ClockControl.Routes,
        LimitControl.Routes,
        BlockControl.Routes,
        WebhookControl.Routes,
    }.SelectMany(family => family).ToFrozenDictionary();

    private readonly ChangeStream _changes = new(parts);

    public async Task HandleAsync(HttpContext context, string path)
    {
        if (!SameOrigin.Allows(context.Request))
        {
            await RefuseAsync(context, 403, "The control API answers only programs on this machine and its own page.");
            return;
        }

        if (path == "events" && HttpMethods.IsGet(context.Request.Method))
        {
            await _changes.HandleAsync(context);
            return;
        }

        var name = $"{context.Request.Method} {path}";
        if (!_routes.TryGetValue(name, out var route))
        {
            await RefuseAsync(context, 404, $"No such control call: {context.Request.Method} /control/{path}.");
            return;
        }

        try
        {
            using var body = await ReadBodyAsync(context, name == FileControl.Share ? MaxFileBodyBytes : MaxBodyBytes);
            await route(new ControlCall(context, parts, body?.RootElement ?? default));
        }
        catch (Exception exception) when (exception is ControlException or ArgumentException or JsonException or BadHttpRequestException)
        {
            // The parameter that the framework adds to the message is a name in our code and tells the caller nothing.
            await RefuseAsync(context, 400, exception.Message.Split(" (Parameter '")[0]);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller left; there is nobody to tell.
        }
    }

    private static async Task<JsonDocument?> ReadBodyAsync(HttpContext context, int most)
    {
        if (context.Request.ContentLength == 0 || context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true }) return null;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = most;
        return await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
    }

    private static async Task RefuseAsync(HttpContext context, int status, string problem)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        await JsonSerializer.SerializeAsync(
            context.Response.Body, new ControlProblem(problem), ControlJson.Default.ControlProblem, context.RequestAborted);
    }
}
