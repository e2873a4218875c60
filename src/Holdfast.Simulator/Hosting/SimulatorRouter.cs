using System.Globalization;
using Holdfast.Simulator.Control;
using Holdfast.Simulator.Files;
using Holdfast.Simulator.Interactivity;
using Holdfast.Simulator.Model;
using Holdfast.Simulator.Page;
using Holdfast.Simulator.SocketMode;
using Holdfast.Simulator.WebApi;
using Holdfast.Simulator.Webhooks;

namespace Holdfast.Simulator.Hosting;

/// <summary>Sends a request on by the start of its path.</summary>
internal sealed class SimulatorRouter(SimulatorState state, CancellationToken stopping)
{
    private const string Api = "/api/";
    private const string Controls = "/control/";
    private const string Responses = "/response/";
    private const string Models = "/openai/v1/";
    private const string Uploads = "/upload/";
    private const string Downloads = "/files-pri/";
    private const string Hooks = "/webhooks/";

    private readonly WebApiEndpoint _api = new(state, stopping);
    private readonly ResponseEndpoint _responses = new(state);
    private readonly ControlEndpoint _control = new(state);
    private readonly PageEndpoint _page = new();
    private readonly UploadEndpoint _uploads = new(state);
    private readonly DownloadEndpoint _downloads = new(state);
    private readonly ModelEndpoint _models = new(state.Model, state.Options, state.Ids);
    private readonly WebhookEndpoint _webhooks = new(state);
    private readonly SocketEndpoint _link = new(state.Sockets, state.Faults, state.Options.SocketMode, state.Time);

    public Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        if (state.Clock.Offset != TimeSpan.Zero) SaySlacksTime(context, path);
        if (path.StartsWith(Api, StringComparison.Ordinal)) return _api.HandleAsync(context, path[Api.Length..]);
        if (path.StartsWith(Responses, StringComparison.Ordinal)) return _responses.HandleAsync(context, path[Responses.Length..]);
        if (path.StartsWith(Models, StringComparison.Ordinal)) return _models.HandleAsync(context, path[Models.Length..]);
        if (path is "/link/" or "/link") return _link.HandleAsync(context, stopping);
        if (path.StartsWith(Controls, StringComparison.Ordinal)) return _control.HandleAsync(context, path[Controls.Length..]);
        if (path.StartsWith(Uploads, StringComparison.Ordinal)) return _uploads.HandleAsync(context, path[Uploads.Length..]);
        if (path.StartsWith(Downloads, StringComparison.Ordinal)) return _downloads.HandleAsync(context, path[Downloads.Length..]);
        if (path.StartsWith(Hooks, StringComparison.Ordinal)) return _webhooks.HandleAsync(context, path[Hooks.Length..]);
        return _page.HandleAsync(context, path);
    }

    /// <summary>The web server writes the machine's time into each answer, unless a time is there.</summary>
    private void SaySlacksTime(HttpContext context, string path)
    {
        if (path.StartsWith(Api, StringComparison.Ordinal) || path.StartsWith(Responses, StringComparison.Ordinal))
            context.Response.Headers.Date = state.Clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
    }
}
