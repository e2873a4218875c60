using System.CommandLine;
using System.Text.Json;
using Holdfast.Configuration;
using Holdfast.Hosting.Configuration;
using Holdfast.Hosting.Manifest;
using Holdfast.Hosting.Modules;
using Holdfast.Workspaces;

namespace Holdfast.Hosting.Cli;

/// <summary><c>holdfast manifest</c>: the Slack app that fits the configuration, to be pasted where an app is made.</summary>
internal static class ManifestCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create(ServerModules modules)
    {
        var configuration = new ConfigurationArguments(modules);
        var http = new Option<string?>("--http") { Description = "The public address at which Slack reaches the server, for an app without Socket Mode. Default: SlackHttp:PublicUrl, where Slack delivers by HTTP.", HelpName = "url" };
        var json = new Option<bool>("--json") { Description = "Writes JSON instead of YAML." };
        var command = new Command("manifest", "Writes the manifest of the Slack app that fits the configuration.") { http, json, configuration.File, configuration.Settings };
        command.SetAction((parsed, _) => Guard.RunAsync(() =>
        {
            // Nothing else of the configuration needs to be there yet: the tokens come of the app.
            var loaded = configuration.Load(parsed, static _ => false);
            var slack = SectionReader.Read<SlackOptions>(loaded.GetSection("Slack"));
            var manifest = AppManifest.Of(slack.DirectMessages, AddressOf(parsed.GetValue(http) ?? (slack.UsesHttp ? loaded["SlackHttp:PublicUrl"] ?? "" : null)));
            Console.Out.Write(parsed.GetValue(json) ? manifest.ToJsonString(Indented) + "\n" : Yaml.Write(manifest));
            return Task.FromResult(ExitCodes.Ok);
        }));
        return command;
    }

    private static Uri? AddressOf(string? text) => text is null ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == "https" && address.Query.Length == 0 ? address.AbsolutePath == "/" ? new Uri(address, "slack/events") : address
        : throw new ConfigurationException(["--http, or SlackHttp:PublicUrl, must be the public address of the server, such as https://holdfast.example.org/slack/events: Slack calls nothing but https."]);
}
