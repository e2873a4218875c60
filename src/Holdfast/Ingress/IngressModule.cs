using Holdfast.Inbound;
using Holdfast.Storage;
using Holdfast.Workspaces;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Holdfast.Ingress;

/// <summary>What this folder gives to a host.</summary>
public static class IngressModule
{
    /// <summary>How events become items: committed, then acknowledged.</summary>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddIngress(this IServiceCollection services)
    {
        services.AddSingleton(static provider => new ReorderWindow(
            provider.GetRequiredService<IOptions<IngressOptions>>(),
            provider.GetRequiredService<IOptions<SlackOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            workers: provider.GetService<IWorkerRegistry>() is not null));
        services.AddSingleton<IngressActivity>();
        services.AddSingleton<BusyConversations>();
        services.AddSingleton<ViewValidation>();
        return services.AddSingleton<SlackIngress>();
    }
}
