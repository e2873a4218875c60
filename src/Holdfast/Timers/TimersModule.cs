using Holdfast.Commands;
using Holdfast.Composition;
using Holdfast.Diagnostics;
using Holdfast.Home;
using Holdfast.Interactions;
using Holdfast.Storage;
using Holdfast.Tools;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Holdfast.Timers;

/// <summary>What this folder gives to a host.</summary>
public static class TimersModule
{
    /// <summary>Timers: set by the agent or by people, told when they are due.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration; its own section is <c>Timers</c>.</param>
    public static IServiceCollection AddTimers(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSection<TimerOptions>(configuration, "Timers");
        services.AddSingleton(static provider => new RecordRetention(TimerRecords.Kind.Name, () => provider.GetRequiredService<IOptions<TimerOptions>>().Value.Retention));
        services.AddSingleton(new PersonalRecords(TimerRecords.Kind.Name));
        services.AddSingleton<TimerMetrics>();
        services.AddWaitingFigure("timers", static provider =>
            new WaitingFigure("timers", "timer", "set", (team, cancellation) => provider.GetRequiredService<IRecordReader>().CountPendingTimersAsync(team, user: null, cancellation)));
        services.AddHealthSource<HeldTimers>();
        services.AddDoctorCheck<TimeZonesCheck>();
        services.AddSingleton(BeforeStart.Do(static provider => provider.GetRequiredService<HeldTimers>().LookForZones()));
        services.AddSingleton<TimerCards>();
        services.AddSingleton<TimerNotices>();
        services.AddSingleton<TimerSetter>();
        services.AddSingleton<TimerLookup>();
        services.AddSingleton<TimerPlaces>();
        services.AddSubcommand<TimerCommand>();
        services.AddHomeSection<TimerHomeSection>();
        services.AddHandler<TimerRinger>().AddHandler<TimerDecisions>().AddHandler<TimerClicks>();
        return services
            .AddTool<SetTimerTool>(SetTimerTool.ToolName)
            .AddTool<ListTimersTool>(ListTimersTool.ToolName)
            .AddTool<CancelTimerTool>(CancelTimerTool.ToolName);
    }
}
