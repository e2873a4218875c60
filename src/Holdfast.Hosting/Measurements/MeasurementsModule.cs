using Holdfast.Composition;

namespace Holdfast.Hosting.Measurements;

/// <summary>What this folder gives to the host.</summary>
internal static class MeasurementsModule
{
    /// <summary>Metrics and traces, as others read them.</summary>
    public static IServiceCollection AddMeasurements(this IServiceCollection services)
    {
        services.AddSingleton<Exporters>();
        services.AddSingleton<StandingGauges>();
        services.AddSingleton(new EarlyStart(static provider => provider.GetRequiredService<Exporters>().Begin()));
        return Collector.Takes("METRICS") ? services.AddStaged<StandingLoop>(StartStage.Watch) : services;
    }
}
