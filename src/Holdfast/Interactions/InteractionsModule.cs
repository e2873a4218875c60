using Holdfast.Composition;
using Holdfast.Items;
using Holdfast.Lanes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Holdfast.Interactions;

/// <summary>What this folder gives to a host, and to features that people press and type something of.</summary>
public static class InteractionsModule
{
    /// <summary>What people do with buttons and commands; features bring the handlers.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration; its own section is <c>Interactions</c>.</param>
    public static IServiceCollection AddInteractions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSection<InteractionOptions>(configuration, "Interactions");
        services.AddSingleton<AckReceipts>();
        services.AddSingleton<Responder>();
        services.AddSingleton<MessageLinks>();
        services.AddHandler<AnswerTeller>();
        services.AddPump<InteractionHandler>(LaneQueue.Interactive, StartStage.Work, static provider => Options(provider).SharedFairly(provider));

        // What has come due, and what people who may have decided about it: the expiry of an approval and a decision, the alarm of a timer and its
        // cancellation, stand in one lane, so that none of them can overtake the other. Nothing in there calls Slack: it is over with its commit.
        return services.AddPump<InteractionHandler>(LaneQueue.Scheduled, StartStage.Work, Options);
    }

    /// <summary>A handler of clicks, of commands, of submitted views, or of what follows from them.</summary>
    /// <typeparam name="THandler">An <see cref="IActionHandler"/>, an <see cref="IInternalHandler"/>, an <see cref="IViewValidator"/>, or several of them.</typeparam>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddHandler<THandler>(this IServiceCollection services)
        where THandler : class
    {
        services.AddSingleton<THandler>();
        if (typeof(THandler).IsAssignableTo(typeof(IActionHandler)))
            services.AddSingleton(static provider => (IActionHandler)provider.GetRequiredService<THandler>());
        if (typeof(THandler).IsAssignableTo(typeof(IInternalHandler)))
            services.AddSingleton(static provider => (IInternalHandler)provider.GetRequiredService<THandler>());
        if (typeof(THandler).IsAssignableTo(typeof(IViewValidator)))
            services.AddSingleton(static provider => (IViewValidator)provider.GetRequiredService<THandler>());
        return services;
    }

    private static LanePumpOptions Options(IServiceProvider provider) => new()
    {
        Concurrency = provider.GetRequiredService<IOptions<InteractionOptions>>().Value.Concurrency,
        StopPatience = TimeSpan.FromSeconds(5),
    };
}
