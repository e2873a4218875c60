using System.Net;
using Holdfast.Server.Configuration;
using Holdfast.Server.Health;
using Holdfast.Server.Operations;
using Holdfast.Postgres;
using Holdfast.Sqlite;
using Holdfast.Storage;
using Holdfast.Tools;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Holdfast.Server.Composition;

/// <summary>Builds the server from its configuration.</summary>
internal static class HoldfastHost
{
    /// <summary>Runs get 25 s to finish, and what they wrote some more to be delivered; then the host must let go.</summary>
    private static readonly TimeSpan ShutdownMargin = TimeSpan.FromSeconds(20);

    /// <summary>Builds it, with its store open.</summary>
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
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<Runs.RunOptions>, IOptions<Jobs.JobOptions>>((host, runs, jobs) =>
        {
            host.ShutdownTimeout = runs.Value.StopPatience + jobs.Value.KillAfter + ShutdownMargin;
            host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.StopHost;
        });
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<HealthOptions>>(
            (kestrel, health) => kestrel.Listen(IPAddress.Parse(health.Value.Address), health.Value.Port));
        var socket = HoldfastServices.IsShared(configuration)
            ? null
            : OperatorSocket.PathFor((configuration.GetSection("Storage").Get<SqliteStoreOptions>() ?? new SqliteStoreOptions()).Path);
        if (socket is not null)
            builder.Services.AddOptions<KestrelServerOptions>().Configure(kestrel => kestrel.ListenUnixSocket(socket));

        var app = builder.Build();
        ToolPolicyCheck.Run(app.Services.GetRequiredService<IOptions<ToolOptions>>().Value, app.Services.GetServices<IAgentTool>());
        ApproverNote.Write(app.Services);

        // Made now rather than at the first question, because it counts the uptime.
        app.Services.GetRequiredService<HealthReporter>();

        // Opened before anything listens: the embedded one takes the lock of the folder, and only then a socket file that is there is
        // known to be the leftover of a server that was killed.
        app.Services.GetRequiredService<IHoldfastStore>();
        if (app.Services.GetService<PostgresStore>() is { } shared)
            await shared.OpenAsync(cancellationToken);
        if (socket is not null)
            File.Delete(socket);
        app.UseRouting();
        app.MapHealth();
        app.MapOperations();
        return app;
    }
}
