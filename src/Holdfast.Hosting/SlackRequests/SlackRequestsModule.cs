using System.Net;
using Holdfast.Connection;
using Holdfast.Hosting.Health;
using Holdfast.Workspaces;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.SlackRequests;

/// <summary>What this folder gives to the host.</summary>
internal static class SlackRequestsModule
{
    /// <summary>Slack's requests, where it delivers by HTTP.</summary>
    public static IServiceCollection AddSlackRequests(this IServiceCollection services)
    {
        services.AddSingleton<SlackRequestMetrics>();
        services.AddSingleton<RefusalLog>();
        services.AddSingleton<SlackRequestEndpoint>();
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<SlackOptions>, IOptions<HttpIntakeOptions>, IOptions<HealthOptions>>(
            static (kestrel, slack, http, health) =>
            {
                if (slack.Value.UsesHttp && http.Value.Port != health.Value.Port)
                    kestrel.Listen(IPAddress.Parse(http.Value.Address), http.Value.Port);
            });
        return services;
    }

    /// <summary>Takes Slack's requests before anything else sees them: the limits of other clients are not Slack's, and nothing else is served on its port.</summary>
    public static void UseSlackRequests(this IApplicationBuilder app)
    {
        if (!app.ApplicationServices.GetRequiredService<IOptions<SlackOptions>>().Value.UsesHttp)
            return;
        var http = app.ApplicationServices.GetRequiredService<IOptions<HttpIntakeOptions>>().Value;
        var isAlone = http.Port != app.ApplicationServices.GetRequiredService<IOptions<HealthOptions>>().Value.Port;
        var path = new PathString(http.Path.TrimEnd('/'));
        var endpoint = app.ApplicationServices.GetRequiredService<SlackRequestEndpoint>();
        app.Use(next => context =>
        {
            if (context.Connection.LocalPort != http.Port)
                return next(context);
            if (context.Request.Path.StartsWithSegments(path, StringComparison.Ordinal))
                return endpoint.HandleAsync(context);
            return isAlone ? SlackRequestEndpoint.NotHereAsync(context, path) : next(context);
        });
    }
}
