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
internal sealed class Exporters : IAsyncDisposable
{
    private readonly Lazy<Task<MeterProvider>> _metrics;
    private TracerProvider? _traces;

    public Exporters(WorkerId worker) => _metrics = new(() => Task.Run(() => Build(worker)));

    /// <summary>What gathers the metrics, once it does.</summary>
    public Task<MeterProvider> Metrics => _metrics.Value;

    public async ValueTask DisposeAsync()
    {
        if (!_metrics.IsValueCreated)
            return;
        (await Metrics).Dispose();
        _traces?.Dispose();
    }

    private MeterProvider Build(WorkerId worker)
    {
        if (Collector.Takes("TRACES"))
            _traces = Traces(worker);
        var metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(Resource(worker))
            .AddMeter(HoldfastTelemetry.Name, "System.Runtime", "Microsoft.AspNetCore.Hosting", "Npgsql")
            .AddPrometheusExporter();
        return (Collector.Takes("METRICS") ? WithCollector(metrics) : metrics).Build();
    }

    // Methods of their own: what they need is loaded only where somebody has a collector.
    private static MeterProviderBuilder WithCollector(MeterProviderBuilder metrics) => metrics.SetExemplarFilter(ExemplarFilterType.TraceBased).AddOtlpExporter();

    private static TracerProvider Traces(WorkerId worker) => Sdk.CreateTracerProviderBuilder()
        .SetResourceBuilder(Resource(worker))
        .AddSource(HoldfastTelemetry.Name, "Npgsql")
        .AddOtlpExporter()
        .Build();

    /// <summary>Who says it; the variables of the environment go before.</summary>
    private static ResourceBuilder Resource(WorkerId worker) => ResourceBuilder.CreateEmpty()
        .AddService("holdfast", serviceVersion: typeof(Exporters).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion, serviceInstanceId: worker.Value)
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();
}
