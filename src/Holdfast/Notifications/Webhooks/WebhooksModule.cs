using Holdfast.Diagnostics;
using Holdfast.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Holdfast.Notifications.Webhooks;

/// <summary>What this folder gives to a host.</summary>
public static class WebhooksModule
{
    /// <summary>The operator's webhook.</summary>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddWebhooks(this IServiceCollection services) => services
        .AddDoctorCheck<WebhookCheck>()
        .AddNotificationChannel(ChannelNames.Webhook, static provider =>
        {
            var limit = provider.GetRequiredService<IOptions<NotificationOptions>>().Value.WebhookTimeout;
            var calls = HttpPurpose.Webhook with { Limit = limit, HoldFor = limit };
            return ActivatorUtilities.CreateInstance<WebhookNotificationChannel>(provider, provider.GetRequiredService<OutgoingHttp>().CreateClient(calls));
        });
}
