using Holdfast.Commands;
using Holdfast.Verbs;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Audit.Showing;

/// <summary>What this folder gives to a host.</summary>
public static class AuditShowingModule
{
    /// <summary>The ways to read the audit trail.</summary>
    /// <param name="services">Where they are registered.</param>
    public static IServiceCollection AddAuditShowing(this IServiceCollection services) => services
        .AddSubcommand<AuditCommand>()
        .AddVerb<AuditVerb>("audit", "Lists who asked for, decided, ordered and changed what, whether the server runs or not.", AuditVerb.Parameters);
}
