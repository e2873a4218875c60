using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Hosting.Configuration;
using Holdfast.Hosting.Health;
using Holdfast.Hosting.Modules;
using Holdfast.Hosting.OperatorApi;
using Holdfast.Http;
using Holdfast.Sqlite;
using Holdfast.Text;

namespace Holdfast.Hosting.Cli;

/// <summary><c>holdfast health [url]</c>: for cron and monitors, in one line and by the exit code that such programs agree on.</summary>
internal static class HealthCommand
{
    private const int Warning = 1;
    private const int Critical = 2;

    public static Command Create(ServerModules modules)
    {
        var configuration = new ConfigurationArguments(modules);
        var url = new Argument<string?>("url") { Description = "The address of a server's port, such as http://127.0.0.1:8093. Default: the server of this configuration.", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "Writes JSON." };
        var command = new Command("health", "Says OK, WARN or CRIT of the running server; the exit code is 0, 1 or 2.") { url, json, configuration.File, configuration.Settings };
        command.SetAction((parsed, cancellation) => Guard.RunAsync(async () =>
        {
            var (code, text) = await JudgeAsync(parsed.GetValue(url), () => configuration.Read(parsed), cancellation);
            var word = code switch { ExitCodes.Ok => "OK", Warning => "WARN", _ => "CRIT" };
            Console.Out.WriteLine(parsed.GetValue(json) ? new JsonObject { ["state"] = word, ["text"] = text }.ToJsonString() : $"{word}: {text}");
            return code;
        }));
        return command;
    }

    private static async Task<(int Code, string Text)> JudgeAsync(string? url, Func<IConfiguration> read, CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection().AddLogging().AddMetrics().AddOutgoingHttp().BuildServiceProvider();
        var http = services.GetRequiredService<OutgoingHttp>();
        var (client, place) = url is null ? Own(http, read()) : (http.CreateClient(HttpPurpose.Operator), Address(url));
        using (client)
        {
            try
            {
                using var response = await client.GetAsync(new Uri(place, "health"), cancellationToken);
                var body = await response.Content.ReadAsStringAsync(cancellationToken);
                return JsonSerializer.Deserialize(body, HealthJson.Default.HealthReport) is { } report
                    ? Judge(report)
                    : (Critical, "there is an answer, but it is no health of Holdfast's");
            }
            catch (HttpRequestException e)
            {
                return (Critical, $"no server answers: {e.Message}");
            }
            catch (JsonException)
            {
                return (Critical, "there is an answer, but it is no health of Holdfast's");
            }
        }
    }

    private static (int Code, string Text) Judge(HealthReport report)
    {
        var code = report.Status switch { "ok" => ExitCodes.Ok, HealthReporter.Stale or HealthReporter.Unhealthy => Critical, _ => Warning };
        var text = report.Problems.Count > 0 ? string.Join("; ", report.Problems) : $"up {Quantities.Duration(TimeSpan.FromSeconds(report.UptimeS))}";
        return (code, code == ExitCodes.Ok ? text : $"{report.Status}: {text}");
    }

    /// <summary>By the socket file in the data folder: the port may be any free one.</summary>
    private static (HttpClient Client, Uri Place) Own(OutgoingHttp http, IConfiguration configuration)
    {
        var choice = new StoreChoice(configuration);
        if (!choice.IsShared && SqliteStore.Exists(choice.Embedded) && OperatorSocket.PathFor(choice.Embedded.Path) is { } socket && File.Exists(socket))
        {
            var client = OperatorSocket.CreateClient(http, socket);
            return (client, client.BaseAddress!);
        }

        var options = Holdfast.Configuration.SectionReader.Read<HealthOptions>(configuration.GetSection("Health"));
        if (options.Port == 0)
            throw new ConfigurationException(["Health:Port is 0, so the address is not known: name it, as in 'holdfast health http://127.0.0.1:8093'."]);
        var address = options.Address is "0.0.0.0" or "::" ? "127.0.0.1" : options.Address;
        return (http.CreateClient(HttpPurpose.Operator), new UriBuilder("http", address, options.Port).Uri);
    }

    private static Uri Address(string url) => Uri.TryCreate(url.EndsWith('/') ? url : url + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        ? address
        : throw new ConfigurationException(["the address must begin with http:// or https://, as in 'holdfast health http://127.0.0.1:8093'."]);
}
