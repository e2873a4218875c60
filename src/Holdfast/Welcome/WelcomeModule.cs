using Holdfast.Composition;
using Holdfast.Interactions;
using Holdfast.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Welcome;

/// <summary>What this folder gives to a host.</summary>
public static class WelcomeModule
{
    /// <summary>An introduction for people who meet the app for the first time.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration; its own section is <c>Welcome</c>.</param>
    public static IServiceCollection AddWelcome(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSection<WelcomeOptions>(configuration, "Welcome").AddSingleton<FirstContact>().AddSingleton(new PersonalRecords(FirstContact.RecordKind)).AddHandler<WelcomeTeller>();
}
