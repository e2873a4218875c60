using Holdfast.Simulator.SocketMode;
using Holdfast.Simulator.WebApi;

namespace Holdfast.Simulator.Hosting;

/// <summary>Sends a request on by the start of its path.</summary>
internal sealed class SimulatorRouter(SimulatorState state, CancellationToken stopping)
{
    private const string Api = "/api/";

    private readonly WebApiEndpoint _api = new(state);
    private readonly SocketEndpoint _link = new(state.Sockets, state.Faults, state.Options.SocketMode, state.Time);

    public Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        if (path.StartsWith(Api, StringComparison.Ordinal)) return _api.HandleAsync(context, path[Api.Length..]);
        if (path is "/link/" or "/link") return _link.HandleAsync(context, stopping);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
