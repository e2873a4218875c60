using Holdfast.Composition;

namespace Holdfast.Hosting.ServiceManager;

/// <summary>What this folder gives to the host.</summary>
internal static class ServiceManagerModule
{
    /// <summary>What systemd is told, where it wants to know.</summary>
    public static IServiceCollection AddServiceManager(this IServiceCollection services)
    {
        services.AddSingleton(static _ => new NotifySocket());
        return services.AddStaged<ServiceManagerLoop>(StartStage.Watch);
    }
}
