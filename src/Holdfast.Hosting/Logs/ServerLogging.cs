using Holdfast.Diagnostics;
using Holdfast.Hosting.Configuration;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Logs;

/// <summary>The log: what is written at which level .NET's own section says, how and where <see cref="LogOptions"/>.</summary>
internal static class ServerLogging
{
    public static IServiceCollection AddServerLogging(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddLogging(logging => logging
            .AddConfiguration(configuration.GetSection(ConfigurationCheck.Levels))
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("System.Net.Http", LogLevel.Warning)

            // A log that is told to be quiet does not mean the book of what models cost.
            .AddFilter(UsageLog.Category, LogLevel.Information));
        return services.AddSingleton(provider => LogWriting.To(provider.GetRequiredService<IOptions<LogOptions>>().Value, new Redaction(configuration)));
    }
}
