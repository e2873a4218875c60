using System.Net;
using System.Net.Sockets;
using Holdfast.Connection;
using Holdfast.Diagnostics;
using Holdfast.Workspaces;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Doctor.Checks;

/// <summary>Whether Slack could deliver by HTTP: asks this machine's address, and the public one, what Slack asks.</summary>
internal sealed class RequestsCheck(RequestUrlProbe probe, IOptions<SlackOptions> slack, IOptions<HttpIntakeOptions> options) : IDoctorCheck
{
    private const int SecretLength = 32;

    public string Name => "requests";

    public IReadOnlyList<string> Needs => ["Slack:SigningSecret", "SlackHttp:Port", "SlackHttp:Address", "SlackHttp:Path", "SlackHttp:PublicUrl"];

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var (secret, http) = (slack.Value.SigningSecret, options.Value);
        if (secret.StartsWith("xox", StringComparison.Ordinal) || secret.StartsWith("xapp-", StringComparison.Ordinal))
            return CheckResult.Failed("Slack:SigningSecret (SLACK_SIGNING_SECRET) holds a token", "take the Signing Secret from the app's page, Basic Information");
        var isOdd = secret.Length != SecretLength || !secret.All(char.IsAsciiHexDigit);
        var local = await probe.FindProblemAsync(http.LocalUrl, secret, cancellationToken);
        if (local is not null && !IsFree(http))
        {
            return CheckResult.Failed(
                $"something listens at {http.LocalUrl}, but Slack could not deliver there: {local}", "stop the other program, or set another SlackHttp:Port; where it is this server, see its log");
        }

        if (local is not null)
            return Judge(isOdd, $"{http.Address}:{http.Port} is free; nothing else was asked, because the server is not running");
        if (http.PublicUrl is null)
            return Judge(isOdd, $"the server answers at {http.LocalUrl}; whether Slack reaches it is seen with SlackHttp:PublicUrl");
        return await probe.FindProblemAsync(http.PublicUrl, secret, cancellationToken) is { } problem
            ? CheckResult.Failed($"the server answers at {http.LocalUrl}, but not at {http.PublicUrl}: {problem}", "check the proxy, its certificate and the path")
            : Judge(isOdd, $"the server answers at {http.PublicUrl}");
    }

    private static CheckResult Judge(bool isOdd, string seen) => isOdd
        ? CheckResult.Warning($"{seen}; the signing secret does not look like one of Slack's ({SecretLength} characters, 0-9 and a-f)", "compare it with the Signing Secret on the app's page, Basic Information")
        : CheckResult.Ok(seen);

    private static bool IsFree(HttpIntakeOptions http)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Parse(http.Address), http.Port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
