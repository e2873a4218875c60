using Holdfast.Composition;
using Holdfast.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Settings;

/// <summary>What this folder gives to a host.</summary>
public static class SettingsModule
{
    /// <summary>What people have set for themselves and for channels.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration; its own section is <c>Settings</c>.</param>
    public static IServiceCollection AddSettings(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSection<SettingsOptions>(configuration, "Settings").AddSingleton<SettingsBook>()
            .AddSingleton(new PersonalRecords(SettingsRecords.Kind));
}
