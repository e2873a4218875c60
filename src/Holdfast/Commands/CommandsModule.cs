using Holdfast.Interactions;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Commands;

/// <summary>What this folder gives to a host, and to features that bring a subcommand.</summary>
public static class CommandsModule
{
    /// <summary><c>/holdfast</c>, and the words after it that come with Holdfast, as the help shows them.</summary>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddCommands(this IServiceCollection services) => services
        .AddHandler<HoldfastCommand>()
        .AddSubcommand<StatusCommand>()
        .AddSubcommand<PauseCommand>()
        .AddSubcommand<ResumeCommand>()
        .AddSubcommand<RunsCommand>()
        .AddSubcommand<ApprovalsCommand>()
        .AddSubcommand<JobsCommand>()
        .AddSubcommand<TimerCommand>();

    /// <summary>A word after <c>/holdfast</c>.</summary>
    /// <typeparam name="TSubcommand">What it is.</typeparam>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddSubcommand<TSubcommand>(this IServiceCollection services)
        where TSubcommand : class, ISubcommand => services.AddSingleton<ISubcommand, TSubcommand>();
}
