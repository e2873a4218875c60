using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Holdfast.Simulator.Child;

namespace Holdfast.Simulator.Cli;

/// <summary>
/// What our own server is told besides, so that everything can be tried: somebody may command it and approve, with an approval it may
/// run commands, in a folder that goes with the simulator, it makes pictures, and what concerns operators comes to a webhook here.
/// </summary>
internal static class Demonstration
{
    private const string Webhook = "holdfast";
    private const string HealthPortVariable = "HOLDFAST_Health__Port";

    /// <summary>The server's own default.</summary>
    private const int HealthPort = 8093;

    /// <summary>Known to everyone: it guards nothing but a program on this machine.</summary>
    private const string WebhookSecret = "whsec_aG9sZGZhc3Qtc2ltdWxhdG9yLXdlYmhvb2s=";

    /// <summary>The settings, as environment variables; without those that whoever started this has set.</summary>
    /// <param name="simulator">Whose people are named.</param>
    /// <param name="data">The server's folders.</param>
    /// <param name="serverArguments">What was passed on to the server. One with a configuration file of its own is told nothing.</param>
    public static IEnumerable<KeyValuePair<string, string>> Settings(SlackSimulator simulator, ServerData data, IReadOnlyList<string> serverArguments)
    {
        if (serverArguments.Any(argument => argument.StartsWith("--config", StringComparison.Ordinal)))
            return [];
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOLDFAST_Operators__Users__0"] = simulator.World.Ada.Id,
            ["HOLDFAST_Approvals__Users__0"] = simulator.World.Grace.Id,
            ["HOLDFAST_Images__Model"] = "gpt-image-1",
            ["HOLDFAST_Jobs__Enabled"] = "true",
            ["HOLDFAST_Jobs__WorkingDirectory"] = data.Jobs,
            ["HOLDFAST_Notifications__WebhookUrl"] = simulator.WebhookUrl(Webhook).ToString(),
            ["HOLDFAST_Notifications__WebhookSecret"] = WebhookSecret,
        };
        if (data.Setting(serverArguments) is { } folder)
            settings.Add(folder.Key, folder.Value);
        if (!serverArguments.Any(argument => argument.Contains("Health:Port", StringComparison.OrdinalIgnoreCase)) && !IsFree(HealthPort))
            settings.Add(HealthPortVariable, FreePort().ToString(CultureInfo.InvariantCulture));
        return settings.Where(setting => Environment.GetEnvironmentVariable(setting.Key) is null);
    }

    /// <summary>What has our server take requests in at an address; nothing for Socket Mode.</summary>
    /// <param name="simulator">Who signs them.</param>
    /// <param name="requestUrl">The address, on this machine.</param>
    public static IEnumerable<KeyValuePair<string, string>> Listening(SlackSimulator simulator, Uri? requestUrl)
    {
        if (requestUrl is null) yield break;
        yield return new("HOLDFAST_Slack__Transport", "Http");
        yield return new("SLACK_SIGNING_SECRET", simulator.SigningSecret);
        yield return new("HOLDFAST_SlackHttp__Port", requestUrl.Port.ToString(CultureInfo.InvariantCulture));
        yield return new("HOLDFAST_SlackHttp__Path", requestUrl.AbsolutePath);
    }

    /// <summary>Has the simulator verify what is signed with the secret that the server is given.</summary>
    public static void Prepare(SlackSimulator simulator) => simulator.Webhooks.SetSecret(Webhook, WebhookSecret);

    /// <summary>The port of health that the server is told, where it is not the usual one.</summary>
    public static string? OtherHealthPort(IReadOnlyDictionary<string, string> settings) => settings.GetValueOrDefault(HealthPortVariable);

    /// <summary>A second simulator on the machine has a server as well, and the first one's has the usual port.</summary>
    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
