using Holdfast.Lanes;
using Holdfast.Workspaces;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Notifications.Channels;

/// <summary>What this folder gives to a host.</summary>
public static class ChannelsModule
{
    /// <summary>Slack, and the log.</summary>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddChannels(this IServiceCollection services) => services
        .AddNotificationChannel(ChannelNames.Slack, static provider => ActivatorUtilities.CreateInstance<SlackNotificationChannel>(
            provider, (IReadOnlyList<WorkGate>)[provider.GetRequiredService<WorkGate>(), provider.GetRequiredService<SlackReachability>().Gate]))
        .AddNotificationChannel<ConsoleNotificationChannel>(ChannelNames.Console);
}
