using Holdfast.Composition;
using Holdfast.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Holdfast.Audit;

/// <summary>What this folder gives to a host.</summary>
public static class AuditModule
{
    /// <summary>The audit trail: who asked for, decided, ordered and changed what.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration; its own section is <c>Audit</c>.</param>
    public static IServiceCollection AddAudit(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSection<AuditOptions>(configuration, "Audit");
        services.AddSingleton<AuditReader>();
        return services.AddSingleton(static provider => new RecordRetention(AuditEntry.Kind, () => provider.GetRequiredService<IOptions<AuditOptions>>().Value.Retention));
    }
}
