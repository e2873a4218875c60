using System.Net;
using Holdfast.Http;
using Holdfast.Postgres;
using Holdfast.Redis.Connections;
using Holdfast.Server.Configuration;
using Holdfast.Server.Health;
using Holdfast.Server.Limits;
using Holdfast.Server.Operations;
using Holdfast.Sqlite;
using Holdfast.Storage;
using Holdfast.Timers;
using Holdfast.Tools;
using Holdfast.Workspaces;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Holdfast.Server.Composition;

/// <summary>Builds the server from its configuration.</summary>
internal static class HoldfastHost
{
    /// <summary>Runs get 25 s to finish, and what they wrote some more to be delivered; then the host must let go.</summary>
    private static readonly TimeSpan ShutdownMargin = TimeSpan.FromSeconds(20);

    /// <summary>Builds it, with its store and its memory open.</summary>
    /// <param name="configuration">The configuration, checked.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<WebApplication> BuildAsync(IConfigurationRoot configuration, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(HoldfastHost).Assembly.GetName().Name });
        builder.Configuration.AddConfiguration(configuration);
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.Services.AddHoldfastLogging(builder.Configuration);
        builder.Services
            .AddHoldfastOptions(builder.Configuration)
            .AddStore(builder.Configuration)
            .AddHoldfastCore()
            .AddOutgoingHttp()
            .AddSlack()
            .AddMemory(builder.Configuration)
            .AddTools()
            .AddJobs(builder.Configuration)
            .AddAgent(builder.Configuration)
            .AddInteractions()
            .AddNotifications()
            .AddWork(builder.Configuration);
        builder.Services.AddSingleton<HealthReporter>();
        builder.Services.AddSingleton<LocalRateWindow>();
        builder.Services.AddSingleton<ClientLimitMetrics>();
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<Runs.RunOptions>, IOptions<Jobs.JobOptions>, IOptions<SlackOptions>>((host, runs, jobs, slack) =>
        {
            host.ShutdownTimeout = runs.Value.StopPatience + jobs.Value.KillAfter + slack.Value.RequestTimeout + ShutdownMargin;
            host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.StopHost;
        });
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<HealthOptions>>(
            (kestrel, health) => kestrel.Listen(IPAddress.Parse(health.Value.Address), health.Value.Port));
        var socket = HoldfastConfiguration.IsShared(configuration)
            ? null
            : OperatorSocket.PathFor((configuration.GetSection("Storage").Get<SqliteStoreOptions>() ?? new SqliteStoreOptions()).Path);
        if (socket is not null)
        {
            builder.Services.AddOptions<KestrelServerOptions>().Configure(kestrel => kestrel.ListenUnixSocket(socket));
            builder.Services.AddOptions<SocketTransportOptions>().Configure(static sockets => sockets.CreateBoundListenSocket = OperatorSocket.Bind);
        }

        var app = builder.Build();
        try
        {
            ToolPolicyCheck.Run(app.Services.GetRequiredService<IOptions<ToolOptions>>().Value, app.Services.GetServices<IAgentTool>());
            ApproverNote.Write(app.Services);
            app.Services.GetRequiredService<HeldTimers>().LookForZones();
            await OpenAsync(app.Services, cancellationToken);
        }
        catch (Exception)
        {
            await app.DisposeAsync();
            throw;
        }

        // Made now rather than at the first question, because it counts the uptime; and not before, since a database brings its own clock.
        app.Services.GetRequiredService<HealthReporter>();
        if (socket is not null)
            File.Delete(socket);
        app.UseMiddleware<ClientLimit>();
        app.UseRouting();
        app.MapHealth();
        app.MapOperations();
        return app;
    }

    /// <summary>
    /// Opens what the server stands on before anything listens: the embedded store takes the lock of its folder, and only then a socket
    /// file that is there is known to be the leftover of a server that was killed.
    /// </summary>
    private static async Task OpenAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        services.GetRequiredService<IHoldfastStore>();
        if (services.GetService<PostgresStore>() is { } shared)
            await shared.OpenAsync(cancellationToken);
        if (services.GetService<RedisConnection>() is { } redis)
            await redis.OpenAsync(cancellationToken);
    }
}
