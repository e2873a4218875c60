using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Threads;

/// <summary>What this folder gives to a host.</summary>
public static class ThreadsModule
{
    /// <summary>What was said in Slack before the agent was asked.</summary>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddThreads(this IServiceCollection services) => services.AddSingleton<ConversationHistory>();
}
