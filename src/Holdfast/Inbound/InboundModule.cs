using Holdfast.Composition;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Inbound;

/// <summary>What this folder gives to a host.</summary>
public static class InboundModule
{
    /// <summary>What Slack's events say.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration; its own section is <c>Ingress</c>.</param>
    public static IServiceCollection AddInbound(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSection<IngressOptions>(configuration, "Ingress");
        return services.AddSingleton<EditedMentions>();
    }
}
