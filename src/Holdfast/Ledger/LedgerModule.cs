using Holdfast.Admission;
using Holdfast.Commands;
using Holdfast.Composition;
using Holdfast.Home;
using Holdfast.Interactions;
using Holdfast.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Holdfast.Ledger;

/// <summary>What this folder gives to a host.</summary>
public static class LedgerModule
{
    /// <summary>The book of who has used how much, day by day.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration; its own section is <c>Ledger</c>.</param>
    public static IServiceCollection AddLedger(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSection<LedgerOptions>(configuration, "Ledger");
        services.AddKept(UsageRecords.LineKind).AddKept(UsageRecords.DayKind);
        services.AddSingleton<IUsageBook, UsageBook>();
        services.AddSingleton<UsageReader>();
        services.AddSubcommand<UsageCommand>();
        services.AddHomeSection<UsageHomeSection>();
        services.AddHandler<UsageAdding>().AddHandler<UsageForgetting>();
        services.AddSingleton(static provider => new ForgettingItem(user => UsageForgetting.Order(user, provider.GetRequiredService<TimeProvider>())));
        services.AddSingleton(new PersonalRecords(UsageRecords.LineKind) { AreKept = true });
        return services.AddStaged<UsageAddingLoop>(StartStage.Work);
    }

    private static IServiceCollection AddKept(this IServiceCollection services, string kind) =>
        services.AddSingleton(provider => new RecordRetention(kind, () => provider.GetRequiredService<IOptions<LedgerOptions>>().Value.Retention));
}
