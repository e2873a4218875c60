using Holdfast.Composition;
using Holdfast.Diagnostics;
using Holdfast.Http;
using Holdfast.Slack.WebApi;
using Holdfast.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Workspaces;

/// <summary>What this folder gives to a host.</summary>
public static class WorkspacesModule
{
    /// <summary>Slack's Web API, the workspaces with who the bot is there, and whether Slack answers and still wants to know it.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration; its own section is <c>Slack</c>.</param>
    public static IServiceCollection AddWorkspaces(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSection<SlackOptions>(configuration, "Slack");
        services.AddSingleton(static provider => provider.CreateSlackClient(HttpPurpose.Slack));
        services.TryAddSingleton<IWorkspaces, ConfiguredWorkspace>();
        services.AddSingleton<SlackDirectory>();
        services.AddSingleton<UserZones>();
        services.AddSingleton<HistoryPages>();
        services.AddSingleton<Revocation>();
        services.AddSingleton<IRecordFollower>(static provider => provider.GetRequiredService<Revocation>());
        services.AddStaged<TokenWatch>(StartStage.Intake);
        services.AddHealthSource<SlackReachability>();
        return services.AddStaged(StartStage.Delivery, static provider => provider.GetRequiredService<SlackReachability>());
    }

    /// <summary>A client of the Web API whose calls have a purpose of their own.</summary>
    /// <param name="provider">Knows how Slack is to be called.</param>
    /// <param name="purpose">What they are made for.</param>
    public static SlackWebClient CreateSlackClient(this IServiceProvider provider, HttpPurpose purpose)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        var options = provider.GetRequiredService<IOptions<SlackOptions>>().Value;
        return new SlackWebClient(
            provider.GetRequiredService<OutgoingHttp>().CreateClient(purpose with { HoldFor = options.RequestTimeout }),
            new SlackWebClientOptions { ApiUrl = options.ApiUrl, Timeout = options.RequestTimeout, MaxRetryAfter = options.MaxRetryAfter },
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SlackWebClient>>());
    }
}
