using OpenTelemetry.Metrics;

namespace Holdfast.Hosting.Measurements;

/// <summary><c>/metrics</c>, in the form that Prometheus reads.</summary>
internal static class MetricsEndpoint
{
    private const string Path = "/metrics";

    public static void UseMetrics(this IApplicationBuilder app)
    {
        var (exporters, standing) = (app.ApplicationServices.GetRequiredService<Exporters>(), app.ApplicationServices.GetRequiredService<StandingGauges>());

        // Put together when somebody asks first: what gathers is begun beside the start, which does not wait for it.
        var endpoint = new Lazy<Task<RequestDelegate>>(async () =>
        {
            var branch = app.New();
            branch.UseOpenTelemetryPrometheusScrapingEndpoint(await exporters.Metrics, predicate: null, Path, configureBranchedPipeline: null, optionsName: null);
            return branch.Build();
        });
        app.Use(async (context, next) =>
        {
            if (context.Request.Path != Path)
            {
                await next(context);
                return;
            }

            await standing.LookAsync(context.RequestAborted);
            await (await endpoint.Value)(context);
        });
    }
}
