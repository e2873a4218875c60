using Holdfast.Simulator.Faults;
using Microsoft.AspNetCore.Http.Features;

namespace Holdfast.Simulator.SocketMode;

/// <summary><c>GET /link/?ticket=…</c>: turns the request into one of the app's connections and serves it until it ends.</summary>
internal sealed class SocketEndpoint(SocketHub hub, FaultPlan faults, SocketModeOptions options, TimeProvider time)
{
    public async Task HandleAsync(HttpContext context, CancellationToken stopping)
    {
        if (await faults.RefuseConnectAsync(context, time)) return;
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (!hub.Tickets.Redeem(context.Request.Query["ticket"].ToString()))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var upgrade = (FreezableUpgrade)context.Features.Get<IHttpUpgradeFeature>()!;
        var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            KeepAliveInterval = options.PingInterval,
            // Far away on purpose: to a half-open connection the server must stay as blind as the real one.
            KeepAliveTimeout = options.PingInterval > TimeSpan.Zero ? TimeSpan.FromMinutes(30) : Timeout.InfiniteTimeSpan,
        });
        await using var connection = new SocketConnection(
            hub.NextNumber(), socket, upgrade.Stream!, hub.Dispatcher, time, context.Abort);
        hub.Admit(connection, context.Request.Query["debug_reconnects"] == "true");
        try
        {
            await connection.RunAsync(stopping);
        }
        finally
        {
            hub.Ended(connection);
        }
    }
}
