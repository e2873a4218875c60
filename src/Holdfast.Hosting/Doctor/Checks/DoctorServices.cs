using Holdfast.Hosting.Modules;
using Holdfast.Redis.Connections;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Holdfast.Hosting.Doctor.Checks;

/// <summary>What the doctor is made of. The checks are reported in the order in which they stand here.</summary>
internal static class DoctorServices
{
    public static IServiceCollection AddDoctor(this IServiceCollection services, ServerModules modules, DoctorSettings settings)
    {
        services.AddLogging();
        services.AddMetrics();
        services.AddSingleton(settings.Readable);
        modules.AddTo(services, settings.Readable);

        // Nothing is opened: not the embedded store, and not the database, whose clock the shared one would bring.
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton<DoctorSlack>();
        services.AddSingleton<FreeSpace>();
        services.AddSingleton<DoctorRound>();

        services.AddSingleton<IDoctorCheck, SettingsCheck>();
        services.AddSingleton<IDoctorCheck, SlackTokenCheck>();
        services.AddSingleton<IDoctorCheck, ScopesCheck>();
        services.AddSingleton<IDoctorCheck, SocketsCheck>();
        services.AddSingleton<IDoctorCheck, ModelCheck>();
        services.AddSingleton<IDoctorCheck, DatabaseCheck>();
        services.AddSingleton<IDoctorCheck, PostgresCheck>();
        services.TryAddSingleton<RedisMetrics>();
        services.AddSingleton<IDoctorCheck, RedisCheck>();
        services.AddSingleton<IDoctorCheck, DiskCheck>();
        services.AddSingleton<IDoctorCheck, ClockCheck>();
        services.AddSingleton<IDoctorCheck, TimeZonesCheck>();
        services.AddSingleton<IDoctorCheck, WebhookCheck>();
        return services;
    }
}
