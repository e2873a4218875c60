using Holdfast.Http;
using Holdfast.Redis.Connections;
using Holdfast.Server.Composition;

namespace Holdfast.Server.Doctor.Checks;

/// <summary>What the doctor is made of. The checks are reported in the order in which they stand here.</summary>
internal static class DoctorServices
{
    public static IServiceCollection AddDoctor(this IServiceCollection services, DoctorSettings settings)
    {
        services.AddLogging();
        services.AddMetrics();
        services.AddOutgoingHttp();
        services.AddHoldfastOptions(settings.Readable);
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
        services.AddSingleton<RedisMetrics>();
        services.AddSingleton<IDoctorCheck, RedisCheck>();
        services.AddSingleton<IDoctorCheck, DiskCheck>();
        services.AddSingleton<IDoctorCheck, ClockCheck>();
        services.AddSingleton<IDoctorCheck, TimeZonesCheck>();
        services.AddSingleton<IDoctorCheck, WebhookCheck>();
        return services;
    }
}
