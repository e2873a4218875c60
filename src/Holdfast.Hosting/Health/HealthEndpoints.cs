namespace Holdfast.Hosting.Health;

/// <summary>Health over HTTP: for people, monitors and orchestrators.</summary>
internal static class HealthEndpoints
{
    // Some probes ask with HEAD.
    private static readonly string[] GetAndHead = ["GET", "HEAD"];

    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        // Live: the process answers. Whether it can work is another question, and no reason to kill it.
        endpoints.MapMethods("/health/live", GetAndHead, () => TypedResults.Text("live\n"));
        endpoints.MapMethods("/health/ready", GetAndHead, async (HealthReporter reporter, CancellationToken cancellationToken) =>
            await reporter.ReasonNotReadyAsync(cancellationToken) is { } reason
                ? TypedResults.Text($"not ready: {reason}\n", statusCode: StatusCodes.Status503ServiceUnavailable)
                : TypedResults.Text("ready\n"));
        endpoints.MapMethods("/health", GetAndHead, async (HealthReporter reporter, CancellationToken cancellationToken) =>
        {
            var report = await reporter.ReportAsync(cancellationToken);
            return TypedResults.Json(
                report,
                HealthJson.Default.HealthReport,
                statusCode: report.Status is HealthReporter.Stale or HealthReporter.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
        });
    }
}
