using System.Reflection;
using Holdfast.Diagnostics;
using Holdfast.Items;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Holdfast.Hosting.Measurements;

/// <summary>
/// Has OpenTelemetry gather what is measured, for <c>/metrics</c>; and where the standard variables <c>OTEL_*</c> name a collector, send it and the traces there.
/// Begun beside the start, which does not wait for it.
/// </summary>
internal sealed partial class Exporters(WorkerId worker, ILogger<Exporters> logger) : IAsyncDisposable
{
    private readonly TaskCompletionSource<MeterProvider> _metrics = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _building;
    private TracerProvider? _traces;

    /// <summary>What gathers the metrics, once it does.</summary>
    public Task<MeterProvider> Metrics => _metrics.Task;

    /// <summary>Begins, and returns at once.</summary>
    public void Begin() => _building = Task.Run(BuildAll);

    public async ValueTask DisposeAsync()
    {
        if (_building is null)
            return;
        await _building;
        if (Metrics.IsCompletedSuccessfully)
            (await Metrics).Dispose();
        _traces?.Dispose();
    }

    private void BuildAll()
    {
        try
        {
            _metrics.SetResult(Build());
        }
        catch (Exception e)
        {
            LogFailed(e);
            _metrics.SetException(e);
        }
    }

    private MeterProvider Build()
    {
        if (Collector.Takes("TRACES"))
            _traces = Traces();
        var metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(Resource())
            .AddMeter(HoldfastTelemetry.Name, "System.Runtime", "Microsoft.AspNetCore.Hosting", "Npgsql")
            .AddPrometheusExporter();
        return (Collector.Takes("METRICS") ? WithCollector(metrics) : metrics).Build();
    }

    // Methods of their own: what they need is loaded only where somebody has a collector.
    private static MeterProviderBuilder WithCollector(MeterProviderBuilder metrics) => metrics.SetExemplarFilter(ExemplarFilterType.TraceBased).AddOtlpExporter();

    private TracerProvider Traces() => Sdk.CreateTracerProviderBuilder()
        .SetResourceBuilder(Resource())
        .AddSource(HoldfastTelemetry.Name, "Npgsql")
        .AddOtlpExporter()
        .Build();

    /// <summary>Who says it; the variables of the environment go before.</summary>
    private ResourceBuilder Resource() => ResourceBuilder.CreateEmpty()
        .AddService("holdfast", serviceVersion: typeof(Exporters).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion, serviceInstanceId: worker.Value)
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();

    [LoggerMessage(1750, LogLevel.Error, "Metrics and traces are not gathered. Are the variables OTEL_* right?")]
    private partial void LogFailed(Exception error);
}
