using Holdfast.Interactions;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Commands;

/// <summary>What this folder gives to a host, and to features that bring a subcommand.</summary>
public static class CommandsModule
{
    /// <summary><c>/holdfast</c>, with the words that belong to no feature. The help shows words as they were registered.</summary>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddCommands(this IServiceCollection services) => services
        .AddHandler<HoldfastCommand>()
        .AddSubcommand<StatusCommand>()
        .AddSubcommand<PauseCommand>()
        .AddSubcommand<ResumeCommand>();

    /// <summary>A word after <c>/holdfast</c>.</summary>
    /// <typeparam name="TSubcommand">What it is.</typeparam>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddSubcommand<TSubcommand>(this IServiceCollection services)
        where TSubcommand : class, ISubcommand => services.AddSingleton<ISubcommand, TSubcommand>();
}
