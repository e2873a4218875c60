using Holdfast.Composition;
using Holdfast.Items;
using Holdfast.Lanes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Notifications;

/// <summary>What this folder gives to a host, and to channels.</summary>
public static class NotificationsModule
{
    /// <summary>One webhook is asked for this many conversations at once, and no more of them wait for it while it hangs.</summary>
    private const int AtOnce = 16;

    /// <summary>Messages that Holdfast sends unprompted, and by which channel; channels register themselves.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration; its own section is <c>Notifications</c>.</param>
    public static IServiceCollection AddNotifications(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSection<NotificationOptions>(configuration, "Notifications");
        services.AddSingleton<IConfigurationRule, RouteRule>();
        services.AddSingleton<NotificationMetrics>();
        services.AddSingleton<NotificationPlanner>();
        return services.AddPump<NotificationHandler>(
            LaneQueue.Notifications,
            StartStage.Delivery,
            static _ => new LanePumpOptions { Concurrency = AtOnce, MaxAttempts = NotificationHandler.MaxAttempts, StopPatience = TimeSpan.FromSeconds(2) },
            waitsForSlack: false);
    }

    /// <summary>A channel, which routes may name.</summary>
    /// <typeparam name="TChannel">What it is.</typeparam>
    /// <param name="services">Where it is registered.</param>
    /// <param name="name">Its name, which the channel must have as well.</param>
    public static IServiceCollection AddNotificationChannel<TChannel>(this IServiceCollection services, string name)
        where TChannel : class, INotificationChannel =>
        services.AddNotificationChannel(name, static provider => ActivatorUtilities.CreateInstance<TChannel>(provider));

    /// <summary>A channel, which routes may name.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="name">Its name, which the channel must have as well.</param>
    /// <param name="create">Makes it.</param>
    public static IServiceCollection AddNotificationChannel(this IServiceCollection services, string name, Func<IServiceProvider, INotificationChannel> create)
    {
        services.AddSingleton(new ChannelName(name));
        return services.AddSingleton(provider => Checked(create(provider), name));
    }

    private static INotificationChannel Checked(INotificationChannel channel, string name) => channel switch
    {
        _ when channel.Name != name => throw new InvalidOperationException($"The channel {channel.GetType().Name} was added as '{name}' and calls itself '{channel.Name}': no route would find it."),
        ISendingChannel or IPlanningChannel => channel,
        _ => throw new InvalidOperationException($"The channel {channel.GetType().Name} neither sends ({nameof(ISendingChannel)}) nor plans ({nameof(IPlanningChannel)})."),
    };
}
