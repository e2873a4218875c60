using Holdfast.Composition;
using Holdfast.Conversations;
using Holdfast.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

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
        services.AddSingleton(static provider => new RecordRetention(Correction.RecordKind, () => Longest(
            provider.GetRequiredService<IOptions<IngressOptions>>().Value.ReceiptRetention, provider.GetRequiredService<IOptions<MemoryOptions>>().Value.TimeToLive)));
        services.AddSingleton(new PersonalRecords(Correction.RecordKind));
        return services.AddSingleton<EditedMentions>();
    }

    /// <summary>For as long as the message may wait or be remembered.</summary>
    private static TimeSpan Longest(TimeSpan receipts, TimeSpan memory) => receipts > memory ? receipts : memory;
}
