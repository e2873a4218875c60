namespace Holdfast.Server.Health;

/// <summary>Health over HTTP: for people, monitors and orchestrators.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        // Live: the process answers. Whether it can work is another question, and no reason to kill it.
        endpoints.MapGet("/health/live", () => TypedResults.Text("live\n"));
        endpoints.MapGet("/health/ready", async (HealthReporter reporter, CancellationToken cancellationToken) =>
            await reporter.ReasonNotReadyAsync(cancellationToken) is { } reason
                ? TypedResults.Text($"not ready: {reason}\n", statusCode: StatusCodes.Status503ServiceUnavailable)
                : TypedResults.Text("ready\n"));
        endpoints.MapGet("/health", async (HealthReporter reporter, CancellationToken cancellationToken) =>
        {
            var report = await reporter.ReportAsync(cancellationToken);
            return TypedResults.Json(
                report,
                HealthJson.Default.HealthReport,
                statusCode: report.Status == HealthReporter.Stale ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
        });
    }
}
