using System.CommandLine;
using Holdfast.Diagnostics;
using Holdfast.Hosting.Composition;
using Holdfast.Hosting.Modules;

namespace Holdfast.Hosting.Cli;

/// <summary><c>holdfast run</c>: the server.</summary>
internal static class RunCommand
{
    public static Command Create(ServerModules modules)
    {
        var configuration = new ConfigurationArguments(modules);
        var command = new Command("run", "Connects to Slack and answers mentions and direct messages until stopped.")
        {
            configuration.File, configuration.Settings,
        };
        command.SetAction((parsed, cancellation) => Guard.RunAsync(async () =>
        {
            if (await BuildAsync(modules, configuration.Read(parsed), cancellation) is not { } app)
                return ExitCodes.Ok;
            await using var running = app;

            // Taken before the run: the host takes its services down with it.
            var stop = app.Services.GetRequiredService<StopReason>();
            await app.RunAsync(cancellation);
            return stop.Message is not { } reason ? ExitCodes.Ok : Guard.Say(reason, stop.NeedsPerson ? ExitCodes.Configuration : ExitCodes.Failure);
        }));
        return command;
    }

    /// <summary>Null when it was asked to stop before it had begun.</summary>
    private static async Task<WebApplication?> BuildAsync(ServerModules modules, IConfigurationRoot configuration, CancellationToken cancellation)
    {
        try
        {
            return await HoldfastHost.BuildAsync(modules, configuration, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return null;
        }
    }
}
