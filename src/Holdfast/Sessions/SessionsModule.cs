using Holdfast.Slack.WebApi;
using Holdfast.Workspaces;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Holdfast.Sessions;

/// <summary>What this folder gives to a host.</summary>
public static class SessionsModule
{
    /// <summary>The sessions of the agent, as Slack shows them.</summary>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddSessions(this IServiceCollection services)
    {
        services.AddSingleton<SessionRefusals>();
        return services.AddSingleton(static provider =>
        {
            var slack = provider.GetRequiredService<SlackWebClient>();
            return new LiveSessions(
                provider.GetRequiredService<SessionRefusals>(),
                () => slack.Clock.Now,
                provider.GetRequiredService<IOptions<SlackOptions>>().Value,
                provider.GetRequiredService<TimeProvider>());
        });
    }
}
