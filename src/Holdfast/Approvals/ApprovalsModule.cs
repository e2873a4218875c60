using Holdfast.Commands;
using Holdfast.Composition;
using Holdfast.Conversations;
using Holdfast.Diagnostics;
using Holdfast.Interactions;
using Holdfast.Home;
using Holdfast.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Holdfast.Approvals;

/// <summary>What this folder gives to a host.</summary>
public static class ApprovalsModule
{
    /// <summary>Approvals of tool calls.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration; its own section is <c>Approvals</c>.</param>
    public static IServiceCollection AddApprovals(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSection<ApprovalOptions>(configuration, "Approvals");
        services.AddWaitingFigure("pending_approvals", static provider =>
            new WaitingFigure("approvals", "approval", "waiting for a decision", (team, cancellation) => provider.GetRequiredService<IRecordReader>().CountPendingApprovalsAsync(team, cancellation)));
        services.AddSingleton<ApprovalCards>();
        services.AddSingleton<ApprovalRequests>();
        services.AddSingleton<Approvers>();
        services.AddSingleton(static provider => new RecordRetention(ApprovalGrant.Kind.Name, () => provider.GetRequiredService<IOptions<MemoryOptions>>().Value.TimeToLive));
        services.AddSingleton(new PersonalRecords(ApprovalGrant.Kind.Name));
        services.AddSingleton<ApprovalGrants>();
        services.AddSingleton<IConfigurationRule, AlwaysAllowRule>();
        services.AddHandler<ApprovalTelling>();
        services.AddHandler<ApprovalDecisions>();
        services.AddSubcommand<ApprovalsCommand>();
        services.AddHomeSection<ApprovalsHomeSection>();
        return services.AddSingleton(BeforeStart.Do(static provider => ActivatorUtilities.CreateInstance<ApproverNote>(provider).Write()));
    }
}
