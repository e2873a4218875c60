using System.CommandLine;
using System.Text.Json.Nodes;
using Holdfast.Hosting.Configuration;
using Holdfast.Hosting.Modules;
using Holdfast.Text;

namespace Holdfast.Hosting.Cli;

/// <summary><c>holdfast config show</c>: every setting with its value and where that comes from; never a secret.</summary>
internal static class ConfigCommand
{
    public static Command Create(ServerModules modules) => new("config", "Shows the configuration.") { CreateShow(modules) };

    private static Command CreateShow(ServerModules modules)
    {
        var configuration = new ConfigurationArguments(modules);
        var all = new Option<bool>("--all") { Description = "Those that are not set as well, with what they are then." };
        var json = new Option<bool>("--json") { Description = "Writes JSON." };
        var command = new Command("show", "Shows each setting that is set, its value without secrets, and where it comes from.") { all, json, configuration.File, configuration.Settings };
        command.SetAction((parsed, _) => Guard.RunAsync(() =>
        {
            var read = configuration.Read(parsed);
            var settings = EffectiveSettings.Of(read, modules, parsed.GetValue(all)).ToList();
            Console.Out.WriteLine(parsed.GetValue(json)
                ? new JsonArray([.. settings.Select(setting => (JsonNode)new JsonObject { ["key"] = setting.Key, ["value"] = setting.Value, ["source"] = setting.Source })]).ToJsonString()
                : TextTable.Of("Nothing is set.", ["setting", "value", "from"], settings.Select(setting => new[] { setting.Key, setting.Value, setting.Source })));
            if (ConfigurationCheck.Run(read, modules) is { Count: > 0 } problems)
                Console.Error.WriteLine($"holdfast: a server won't start with these settings: {new ConfigurationException(problems).Message}");
            return Task.FromResult(ExitCodes.Ok);
        }));
        return command;
    }
}
