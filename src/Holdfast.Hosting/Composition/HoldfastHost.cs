using System.Net;
using Holdfast.Composition;
using Holdfast.Hosting.Configuration;
using Holdfast.Hosting.Health;
using Holdfast.Hosting.Limits;
using Holdfast.Hosting.Logs;
using Holdfast.Hosting.Measurements;
using Holdfast.Hosting.Modules;
using Holdfast.Hosting.OperatorApi;
using Holdfast.Hosting.SlackRequests;
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

    /// <summary>Checks the configuration and builds the server, with its store and its memory open.</summary>
    /// <param name="modules">What it is made of.</param>
    /// <param name="configuration">The configuration, not checked.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ConfigurationException">Something is wrong with the configuration, and nothing was opened.</exception>
    public static async Task<WebApplication> BuildAsync(ServerModules modules, IConfigurationRoot configuration, CancellationToken cancellationToken)
    {
        // One beside the other, since each takes a fifth of a start; but modules, which may be other people's, are asked by one thread.
        var described = modules.Describe(configuration);
        var check = Task.Run(() => HoldfastConfiguration.Check(configuration, described), CancellationToken.None);
        WebApplication app;
        string? socket;
        try
        {
            var store = new StoreChoice(configuration);
            socket = store.IsShared ? null : OperatorSocket.PathFor(store.Embedded.Path);
            app = Build(modules, configuration, socket);
        }
        catch (Exception)
        {
            // What is wrong with the configuration says more than what it has led to.
            await check;
            throw;
        }

        try
        {
            await check;
            foreach (var early in app.Services.GetServices<EarlyStart>())
                early.Begin(app.Services);

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
        app.UseSlackRequests();
        app.UseMiddleware<ClientLimit>();
        app.UseMetrics();
        app.UseRouting();
        app.MapHealth();
        app.MapOperations();
        return app;
    }

    private static WebApplication Build(ServerModules modules, IConfigurationRoot configuration, string? socket)
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
        if (socket is not null)
        {
            builder.Services.AddOptions<KestrelServerOptions>().Configure(kestrel => kestrel.ListenUnixSocket(socket));
            builder.Services.AddOptions<SocketTransportOptions>().Configure(static sockets => sockets.CreateBoundListenSocket = OperatorSocket.Bind);
        }

        return builder.Build();
    }
}
