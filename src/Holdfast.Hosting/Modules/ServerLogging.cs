using Microsoft.Extensions.Logging.Console;

namespace Holdfast.Hosting.Modules;

/// <summary>The log: a line an event, in UTC, on standard output.</summary>
internal static class ServerLogging
{
    /// <summary>The section of the configuration: .NET's own, levels by category, and nothing else of it.</summary>
    public const string Section = "Logging";

    public static IServiceCollection AddServerLogging(this IServiceCollection services, IConfiguration configuration) =>
        services.AddLogging(logging => logging
            .AddConfiguration(configuration.GetSection(Section))
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("System.Net.Http", LogLevel.Warning)
            .AddConsole(console =>
            {
                // A reader of the output that stalls must not stall the server; what is dropped is counted in the output.
                console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
                console.MaxQueueLength = 8192;
            })
            .AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
                console.UseUtcTimestamp = true;
                console.ColorBehavior = LoggerColorBehavior.Disabled;
            }));
}
