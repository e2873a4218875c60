using System.Net;
using Holdfast.Composition;
using Holdfast.Hosting.Health;
using Holdfast.Hosting.Limits;
using Holdfast.Hosting.Modules;
using Holdfast.Hosting.Operations;
using Holdfast.Jobs;
using Holdfast.Runs;
using Holdfast.Workspaces;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Composition;

/// <summary>Builds the server from its modules and its configuration.</summary>
internal static class HoldfastHost
{
    /// <summary>Runs get 25 s to finish, and what they wrote some more to be delivered; then the host must let go.</summary>
    private static readonly TimeSpan ShutdownMargin = TimeSpan.FromSeconds(20);

    /// <summary>Builds it, with its store and its memory open.</summary>
    /// <param name="modules">What it is made of.</param>
    /// <param name="configuration">The configuration, checked.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<WebApplication> BuildAsync(ServerModules modules, IConfigurationRoot configuration, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(HoldfastHost).Assembly.GetName().Name });
        builder.Configuration.AddConfiguration(configuration);
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.Services.AddMetrics();
        builder.Services.AddServerLogging(builder.Configuration);
        modules.AddTo(builder.Services, builder.Configuration);
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<RunOptions>, IOptions<JobOptions>, IOptions<SlackOptions>>((host, runs, jobs, slack) =>
        {
            host.ShutdownTimeout = runs.Value.StopPatience + jobs.Value.KillAfter + slack.Value.RequestTimeout + ShutdownMargin;
            host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.StopHost;
        });
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<HealthOptions>>(
            (kestrel, health) => kestrel.Listen(IPAddress.Parse(health.Value.Address), health.Value.Port));
        var store = new StoreChoice(configuration);
        var socket = store.IsShared ? null : OperatorSocket.PathFor(store.Embedded.Path);
        if (socket is not null)
        {
            builder.Services.AddOptions<KestrelServerOptions>().Configure(kestrel => kestrel.ListenUnixSocket(socket));
            builder.Services.AddOptions<SocketTransportOptions>().Configure(static sockets => sockets.CreateBoundListenSocket = OperatorSocket.Bind);
        }

        var app = builder.Build();
        try
        {
            // The embedded store takes the lock of its folder; only then a socket file that is there is known to be the leftover of a server that was killed.
            foreach (var step in app.Services.GetServices<BeforeStart>())
                await step.RunAsync(app.Services, cancellationToken);
        }
        catch (Exception)
        {
            await app.DisposeAsync();
            throw;
        }

        if (socket is not null)
            File.Delete(socket);
        app.UseMiddleware<ClientLimit>();
        app.UseRouting();
        app.MapHealth();
        app.MapOperations();
        return app;
    }
}
