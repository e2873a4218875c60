using Holdfast.Diagnostics;
using Holdfast.Http;
using Holdfast.Slack;
using Holdfast.Slack.SocketMode;
using Holdfast.Workspaces;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Doctor.Checks;

/// <summary>
/// Whether Socket Mode works: opens one connection and leaves it at Slack's hello. Nothing is acknowledged there, so events that come to
/// it meanwhile are sent again to the server.
/// </summary>
internal sealed class SocketsCheck(DoctorSlack slack, OutgoingHttp http, IOptions<SlackOptions> options, TimeProvider time) : IDoctorCheck
{
    public string Name => "sockets";

    public IReadOnlyList<string> Needs => ["Slack:AppToken", "Slack:ApiUrl"];

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var limits = new SocketModeOptions
        {
            AppToken = options.Value.AppToken,
            ConnectTimeout = TimeSpan.FromSeconds(4),
            HelloTimeout = TimeSpan.FromSeconds(4),
            CloseTimeout = TimeSpan.FromSeconds(1),
        };
        try
        {
            var probe = new SocketModeProbe(slack.Client, http.CreateInvoker(HttpPurpose.SlackSockets), limits, time);
            return await ReadAsync(await probe.RunAsync(cancellationToken), cancellationToken);
        }
        catch (SlackException e)
        {
            return CheckResult.Failed(
                $"{e.Method} failed with {e.Error}", e.IsAuthFailure ? "make a new app-level token with connections:write; it is set by Slack:AppToken (SLACK_APP_TOKEN)" : e.Advice);
        }
    }

    private async Task<CheckResult> ReadAsync(SocketModeProbeResult result, CancellationToken cancellationToken)
    {
        if (result.Refusal is not null)
            return Read(result.Refusal, result.Detail);
        if (result.AppId is { } app && (await TryGetAppAsync(cancellationToken)) is { } other && app != other)
            return CheckResult.Failed($"the connection is of the app {app}, the bot token of the app {other}", SlackTokenCheck.SameApp);
        var others = result.NumConnections - 1;
        var opened = $"a connection opens{(others is > 0 ? $", beside {others} that the app has" : "")}";
        return result.UnacknowledgedEnvelopes == 0
            ? CheckResult.Ok(opened)
            : CheckResult.Warning(
                $"{opened}; {result.UnacknowledgedEnvelopes} payloads arrived on it meanwhile and were not acknowledged",
                "Slack sends events again, but a user may have to repeat a click");
    }

    private static CheckResult Read(string refusal, string? detail) => refusal switch
    {
        "too_many_websockets" => CheckResult.Warning(
            "the token is accepted, but the app has as many connections as Slack allows",
            "stop other programs that use this app, or lower Slack:Connections, so that a connection can be replaced before it goes"),
        "link_disabled" => CheckResult.Failed("Socket Mode is switched off", "enable Socket Mode in the app's settings"),
        _ => CheckResult.Failed(
            $"Slack gave an address, but the connection failed with {refusal}{(detail is null ? "" : $" ({detail})")}",
            "let WebSockets (wss) through the firewall and the proxy; see status.slack.com"),
    };

    /// <summary>Only as a comparison: a bot token that does not work is reported elsewhere, and one that cannot be sent is not sent.</summary>
    private async Task<string?> TryGetAppAsync(CancellationToken cancellationToken)
    {
        try
        {
            return options.Value.BotToken.Length == 0 ? null : (await slack.TrySignInAsync(cancellationToken))?.AppId;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
