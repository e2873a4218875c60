namespace Holdfast.Hosting.Measurements;

/// <summary><c>/metrics</c>, in the form that Prometheus reads.</summary>
internal static class MetricsEndpoint
{
    private const string Path = "/metrics";

    public static void UseMetrics(this IApplicationBuilder app)
    {
        var (exporters, standing) = (app.ApplicationServices.GetRequiredService<Exporters>(), app.ApplicationServices.GetRequiredService<StandingGauges>());

        RequestDelegate? endpoint = null;
        app.Use(async (context, next) =>
        {
            if (context.Request.Path != Path)
            {
                await next(context);
                return;
            }

            await standing.LookAsync(context.RequestAborted);
            await (endpoint ??= await MakeAsync())(context);
        });

        // When somebody asks first: what gathers is begun beside the start, which does not wait for it.
        async Task<RequestDelegate> MakeAsync()
        {
            var branch = app.New();
            branch.UseOpenTelemetryPrometheusScrapingEndpoint(await exporters.Metrics, predicate: null, Path, configureBranchedPipeline: null, optionsName: null);
            return branch.Build();
        }
    }
}
