using Holdfast.Composition;
using Holdfast.Conversations;
using Holdfast.Diagnostics;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Rates;
using Holdfast.Storage;
using Holdfast.Workspaces;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Holdfast.Deliveries;

/// <summary>What this folder gives to a host.</summary>
public static class DeliveriesModule
{
    /// <summary>For what comes before and after a call of Slack's: a turn, and the commit.</summary>
    private static readonly TimeSpan StopMargin = TimeSpan.FromSeconds(5);

    /// <summary>What goes out to Slack.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration; its own section is <c>Deliveries</c>.</param>
    public static IServiceCollection AddDeliveries(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSection<DeliveryOptions>(configuration, "Deliveries");
        services.TryAddSingleton<IRateGate, RateGate>();
        services.AddHealthSource<GateHealth>();
        services.AddSingleton(static provider => new HealthFigure("rate_limited", _ => ValueTask.FromResult(provider.GetRequiredService<IRateGate>().Limited)));
        services.AddSingleton<MessageComposer>();
        services.AddSingleton<ReplyComposer>();
        services.AddSingleton<FileComposer>();
        services.AddSingleton<FileUploads>();
        services.AddSingleton(static provider => new RecordRetention(KeptFile.Kind.Name, () => KeptFile.RetentionOf(provider.GetRequiredService<IOptions<MemoryOptions>>().Value)));
        services.AddSingleton<DeliveryCalls>();
        services.AddSingleton<DeliveryNotes>();
        services.AddSingleton<DeliveryTurns>();
        services.AddSingleton<UndeliveredNotice>();
        services.AddSingleton<SlackAnswers>();
        services.AddSingleton<MarkdownRefusals>();
        services.AddSingleton<ExtraBlocks>();
        services.AddSingleton<LiveMessages>();
        services.AddSingleton<LiveEndings>();
        services.AddSingleton<StreamRefusals>();
        services.AddSingleton<ProgressDeliveries>();
        services.AddSingleton<SessionDeliveries>();
        services.AddSingleton<HistoryLookup>();
        services.AddSingleton<UnconfirmedDeliveries>();
        services.AddSingleton<BlockSubstitutes>();
        services.AddSingleton<DeliverySending>();
        services.AddSingleton<DeliveryFailures>();
        return services.AddPump<DeliveryHandler>(LaneQueue.Outbound, StartStage.Delivery, Options, static provider => [new PumpGate(provider.GetRequiredService<SlackReachability>().Gate)]);
    }

    private static LanePumpOptions Options(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<DeliveryOptions>>().Value;
        return new LanePumpOptions
        {
            Concurrency = options.Concurrency,
            RetryDelay = options.RetryDelay,
            MaxRetryDelay = options.MaxRetryDelay,

            // A call that has left is not given up before its own time-out: Slack may perform it, and another worker would send it again.
            StopPatience = provider.GetRequiredService<IOptions<SlackOptions>>().Value.RequestTimeout + StopMargin,
        };
    }
}
