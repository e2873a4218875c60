using System.CommandLine;
using Holdfast.Server.Composition;
using Holdfast.Server.Configuration;
using Holdfast.Storage;
using Holdfast.Workspaces;

namespace Holdfast.Server.Cli;

/// <summary><c>holdfast run</c>: the server.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var config = new Option<string?>("--config")
        {
            Description = "A configuration file (JSON). Default: appsettings.json in the current folder, if it is there.",
        };
        var set = new Option<string[]>("--set")
        {
            Description = "A setting, over everything else: --set Agent:Kind=Echo. May be repeated.",
        };
        var command = new Command("run", "Connects to Slack and answers mentions and direct messages until stopped.") { config, set };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(config), parsed.GetValue(set) ?? [], cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string? file, string[] settings, CancellationToken cancellationToken)
    {
        try
        {
            var configuration = HoldfastConfiguration.Load(file, settings);
            await using var app = HoldfastHost.Build(configuration);
            await app.RunAsync(cancellationToken);
            return app.Services.GetRequiredService<StopReason>().Message is { } reason ? Misconfigured(reason) : ExitCodes.Ok;
        }
        catch (ConfigurationException e)
        {
            return Misconfigured(e.Message);
        }
        catch (StoreException e)
        {
            return Misconfigured(e.Message);
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            return Misconfigured($"{e.Message} Set Health:Port to a free port (0 takes any), or stop the program that has it.");
        }
    }

    private static int Misconfigured(string message)
    {
        Console.Error.WriteLine($"holdfast: {message}");
        return ExitCodes.Configuration;
    }
}
