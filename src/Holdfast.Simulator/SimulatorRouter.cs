using System.Globalization;
using Holdfast.Simulator.Control;
using Holdfast.Simulator.Files;
using Holdfast.Simulator.Interactivity;
using Holdfast.Simulator.Model;
using Holdfast.Simulator.Page;
using Holdfast.Simulator.SocketMode;
using Holdfast.Simulator.WebApi;
using Holdfast.Simulator.Webhooks;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator;

/// <summary>Sends a request on by the start of its path.</summary>
internal sealed class SimulatorRouter
{
    private const string Api = "/api/";
    private const string Controls = "/control/";
    private const string Responses = "/response/";
    private const string Models = "/openai/v1/";
    private const string Uploads = "/upload/";
    private const string Downloads = "/files-pri/";
    private const string Thumbnails = "/files-tmb/";
    private const string Hooks = "/webhooks/";

    private readonly SlackClock _clock;
    private readonly CancellationToken _stopping;
    private readonly WebApiEndpoint _api;
    private readonly ResponseEndpoint _responses;
    private readonly ControlEndpoint _control;
    private readonly PageEndpoint _page = new();
    private readonly UploadEndpoint _uploads;
    private readonly DownloadEndpoint _downloads;
    private readonly ModelEndpoint _models;
    private readonly WebhookEndpoint _webhooks;
    private readonly SocketEndpoint _link;

    public SimulatorRouter(SimulatorState state, CancellationToken stopping)
    {
        var (options, controls) = (state.Options, state.Controls);
        var (world, faults, time) = (controls.World, controls.Faults, controls.Time);
        var limits = options.EnforceRateLimits ? new RateLimits(controls.Clock) : null;
        _clock = controls.Clock;
        _stopping = stopping;
        _api = new WebApiEndpoint(state.Api, state.Tokens, faults, limits, controls.Calls, time, stopping);
        _responses = new ResponseEndpoint(state.ResponseUrls, state.Responses, world.Gate, faults, controls.Calls, time);
        _control = new ControlEndpoint(controls);
        _uploads = new UploadEndpoint(world.FileStore, world.Gate, faults, time);
        _downloads = new DownloadEndpoint(world.FileStore, world.Gate, state.Tokens, faults, time);
        _models = new ModelEndpoint(controls.Model, options.ModelKey, state.Ids, time);
        _webhooks = new WebhookEndpoint(controls.Webhooks, faults, time);
        _link = new SocketEndpoint(controls.Sockets, faults, options.SocketMode, time);
    }

    public Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        if (_clock.Offset != TimeSpan.Zero) SaySlacksTime(context, path);
        if (path.StartsWith(Api, StringComparison.Ordinal)) return _api.HandleAsync(context, path[Api.Length..]);
        if (path.StartsWith(Responses, StringComparison.Ordinal)) return _responses.HandleAsync(context, path[Responses.Length..]);
        if (path.StartsWith(Models, StringComparison.Ordinal)) return _models.HandleAsync(context, path[Models.Length..]);
        if (path is "/link/" or "/link") return _link.HandleAsync(context, _stopping);
        if (path.StartsWith(Controls, StringComparison.Ordinal)) return _control.HandleAsync(context, path[Controls.Length..]);
        if (path.StartsWith(Uploads, StringComparison.Ordinal)) return _uploads.HandleAsync(context, path[Uploads.Length..]);
        if (path.StartsWith(Downloads, StringComparison.Ordinal)) return _downloads.HandleAsync(context, path[Downloads.Length..]);
        if (path.StartsWith(Thumbnails, StringComparison.Ordinal)) return _downloads.HandleAsync(context, path[Thumbnails.Length..], isThumbnail: true);
        if (path == SignIn.Path || path.StartsWith(SignIn.Permalinks, StringComparison.Ordinal)) return SignIn.ShowAsync(context);
        if (path.StartsWith(Hooks, StringComparison.Ordinal)) return _webhooks.HandleAsync(context, path[Hooks.Length..]);
        return _page.HandleAsync(context, path);
    }

    /// <summary>The web server writes the machine's time into each answer, unless a time is there.</summary>
    private void SaySlacksTime(HttpContext context, string path)
    {
        if (path.StartsWith(Api, StringComparison.Ordinal) || path.StartsWith(Responses, StringComparison.Ordinal))
            context.Response.Headers.Date = _clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
    }
}
