using Holdfast.Composition;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Operators;

/// <summary>What this folder gives to a host.</summary>
public static class OperatorsModule
{
    /// <summary>An order is a commit or two.</summary>
    private const int OrdersAtOnce = 4;

    /// <summary>Who the operators are, their orders, and the kill switch.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration; its own section is <c>Operators</c>.</param>
    public static IServiceCollection AddOperators(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSection<OperatorOptions>(configuration, "Operators");
        services.AddSingleton<OperatorList>();
        services.AddSingleton<PauseSwitch>();
        services.AddSingleton<IRecordFollower>(static provider => provider.GetRequiredService<PauseSwitch>());
        services.AddSingleton<OrderWaits>();
        services.AddHandler<OrderExecutor>();
        services.AddStaged<PauseRestore>(StartStage.Ground);

        // A queue and a pump of its own, which waits for nothing: while the server is not signed in, or the workspace took its rights away, or
        // Slack is silent, is when an operator needs it.
        return services.AddPump<InteractionHandler>(
            LaneQueue.Orders, StartStage.Work, static _ => new LanePumpOptions { Concurrency = OrdersAtOnce, StopPatience = TimeSpan.FromSeconds(2) }, waitsForSlack: false);
    }
}
