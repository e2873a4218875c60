using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Holdfast.Diagnostics;

/// <summary>What this folder gives to a host, and to features that have something to say about health.</summary>
public static class DiagnosticsModule
{
    /// <summary>Metrics, the health of loops, and the reason for a stop. Metrics of .NET must be there (<c>AddMetrics</c>).</summary>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddDiagnostics(this IServiceCollection services)
    {
        services.AddSingleton<HoldfastMetrics>();
        services.AddSingleton<LoopHealth>();
        services.AddSingleton<StopReason>();
        return services;
    }

    /// <summary>A part that says what is wrong with it; registered along, if it is not yet.</summary>
    /// <typeparam name="TSource">What it is.</typeparam>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddHealthSource<TSource>(this IServiceCollection services)
        where TSource : class, IHealthSource
    {
        services.TryAddSingleton<TSource>();
        return services.AddSingleton<IHealthSource>(static provider => provider.GetRequiredService<TSource>());
    }

    /// <summary>Something that <c>holdfast doctor</c> looks at.</summary>
    /// <typeparam name="TCheck">What it is. It is made for the doctor only, and asks for what modules have registered.</typeparam>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddDoctorCheck<TCheck>(this IServiceCollection services)
        where TCheck : class, IDoctorCheck => services.AddSingleton<IDoctorCheck, TCheck>();

    /// <summary>Something of a feature's that waits, for status, the sign of life and health.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="healthName">Its name in <c>/health</c>, in snake case.</param>
    /// <param name="create">Makes it.</param>
    public static IServiceCollection AddWaitingFigure(this IServiceCollection services, string healthName, Func<IServiceProvider, WaitingFigure> create)
    {
        services.AddSingleton(create);
        return services.AddSingleton(provider =>
        {
            var figure = create(provider);
            return new HealthFigure(healthName, cancellation => figure.CountAsync(null, cancellation));
        });
    }
}
