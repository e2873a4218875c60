using Holdfast.Composition;
using Holdfast.Http;
using Holdfast.Workspaces;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Holdfast.Connection;

/// <summary>What this folder gives to a host.</summary>
public static class ConnectionModule
{
    /// <summary>The way by which Slack delivers: sockets, or requests.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration; its own section is <c>SlackHttp</c>.</param>
    public static IServiceCollection AddConnection(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddSection<HttpIntakeOptions>(configuration, "SlackHttp");
        services.AddSingleton(new EarlyStart(static provider => provider.GetRequiredService<IWorkspaces>().BeginSignIn()));
        services.AddSingleton<SignIn>();
        services.AddSingleton(static provider => new SlackSockets(
            provider.CreateSlackClient(HttpPurpose.SlackSockets), provider.GetRequiredService<OutgoingHttp>().CreateInvoker(HttpPurpose.SlackSockets)));
        services.AddSingleton(static provider => new RequestUrlProbe(
            provider.GetRequiredService<OutgoingHttp>().CreateClient(HttpPurpose.OwnAddress), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<SocketIntake>();
        services.AddSingleton<HttpIntake>();
        services.AddSingleton(IntakeOf);
        services.AddSingleton<ISlackIntake>(static provider => provider.GetRequiredService<SlackIntakeLoop>());
        return services.AddStaged(StartStage.Intake, static provider => provider.GetRequiredService<SlackIntakeLoop>());
    }

    private static SlackIntakeLoop IntakeOf(IServiceProvider provider) => provider.GetRequiredService<IOptions<SlackOptions>>().Value.UsesHttp
        ? provider.GetRequiredService<HttpIntake>()
        : provider.GetRequiredService<SocketIntake>();
}
