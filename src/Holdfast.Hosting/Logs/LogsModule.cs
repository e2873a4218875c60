using Holdfast.Composition;

namespace Holdfast.Hosting.Logs;

/// <summary>What this folder gives to the host.</summary>
internal static class LogsModule
{
    /// <summary>How the log is written, and its first line.</summary>
    public static IServiceCollection AddLogs(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSection<LogOptions>(configuration, "Logs").AddStaged<StartLine>(StartStage.Watch);
}
