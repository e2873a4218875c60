using Holdfast.Composition;
using Holdfast.Http;
using Holdfast.Workspaces;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Connection;

/// <summary>What this folder gives to a host.</summary>
public static class ConnectionModule
{
    /// <summary>The sockets over which events come.</summary>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddConnection(this IServiceCollection services)
    {
        services.AddSingleton(static provider => new SlackSockets(
            provider.CreateSlackClient(HttpPurpose.SlackSockets), provider.GetRequiredService<OutgoingHttp>().CreateInvoker(HttpPurpose.SlackSockets)));
        services.AddSingleton(new EarlyStart(static provider => provider.GetRequiredService<IWorkspaces>().BeginSignIn()));
        services.AddSingleton<SlackConnection>();
        return services.AddStaged(StartStage.Intake, static provider => provider.GetRequiredService<SlackConnection>());
    }
}
