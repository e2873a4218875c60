using Holdfast.Configuration;
using Holdfast.Diagnostics;
using Holdfast.Hosting.Modules;
using Holdfast.Redis.Connections;
using Holdfast.Workspaces;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Holdfast.Hosting.Doctor.Checks;

/// <summary>What the doctor is made of. Checks are reported in the order in which they are registered: those of the server first, then those of its modules.</summary>
internal static class DoctorServices
{
    public static IServiceCollection AddDoctor(this IServiceCollection services, ServerModules modules, DoctorSettings settings)
    {
        services.AddLogging();
        services.AddMetrics();
        services.AddSingleton(settings.Readable);

        services.AddDoctorCheck<SettingsCheck>();
        services.AddDoctorCheck<SlackTokenCheck>();
        services.AddDoctorCheck<ScopesCheck>();
        if (SectionReader.Read<SlackOptions>(settings.Readable.GetSection("Slack")).UsesHttp)
            services.AddDoctorCheck<RequestsCheck>();
        else
            services.AddDoctorCheck<SocketsCheck>();
        services.AddDoctorCheck<ModelCheck>();
        services.AddDoctorCheck<DatabaseCheck>();
        services.AddDoctorCheck<PostgresCheck>();
        services.TryAddSingleton<RedisMetrics>();
        services.AddDoctorCheck<RedisCheck>();
        services.AddDoctorCheck<DiskCheck>();
        services.AddDoctorCheck<ClockCheck>();
        modules.AddTo(services, settings.Readable);

        // Nothing is opened: not the embedded store, and not the database, whose clock the shared one would bring.
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton<DoctorSlack>();
        services.AddSingleton<FreeSpace>();
        services.AddSingleton<DoctorRound>();
        return services;
    }
}
