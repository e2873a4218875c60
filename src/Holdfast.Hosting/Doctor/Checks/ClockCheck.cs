using Holdfast.Diagnostics;
using Holdfast.Hosting.Health;
using Holdfast.Http;
using Holdfast.Slack.WebApi;
using Holdfast.Workspaces;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Doctor.Checks;

/// <summary>
/// How far this machine's clock is from Slack's. Slack's answers say whole seconds, from a clock that may be a second old, and take their
/// time: counted is only what neither explains.
/// </summary>
internal sealed class ClockCheck(OutgoingHttp http, IOptions<SlackOptions> options, TimeProvider time) : IDoctorCheck
{
    /// <summary>A machine that keeps its clock by NTP is never so far off, and people begin to see that a timer does not ring on the dot.</summary>
    private static readonly TimeSpan Noticeable = TimeSpan.FromSeconds(2);

    public string Name => "clock";

    public IReadOnlyList<string> Needs => ["Slack:ApiUrl"];

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            // The first answer has waited for name, connection and TLS as well; the second one lies closer to its moment.
            var offset = await MeasureAsync(cancellationToken) is null ? null : await MeasureAsync(cancellationToken);
            return offset is { } off ? Judge(off) : CheckResult.Warning("Slack's answer has no Date to compare with", "check Slack:ApiUrl and the proxy");
        }
        catch (HttpRequestException e)
        {
            return CheckResult.Warning($"not compared, because Slack did not answer: {e.Message}", "check the network, then try again");
        }
    }

    internal static CheckResult Judge(TimeSpan offset)
    {
        var size = offset.Duration();
        if (size <= Noticeable)
            return CheckResult.Ok("agrees with Slack's");
        var message = ClockOffset.Describe(offset);
        return ClockOffset.IsWrong(offset) ? CheckResult.Failed(message, ClockOffset.Remedy) : CheckResult.Warning(message, ClockOffset.Remedy);
    }

    private async Task<TimeSpan?> MeasureAsync(CancellationToken cancellationToken)
    {
        var address = new UriBuilder(options.Value.ApiUrl);
        address.Path = address.Path.TrimEnd('/') + "/api.test";
        var sent = time.GetUtcNow();
        using var answer = await http.CreateClient(HttpPurpose.SlackSockets).GetAsync(address.Uri, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var received = time.GetUtcNow();
        await answer.Content.LoadIntoBufferAsync(64 * 1024, cancellationToken);
        return answer.Headers.Date is { } date ? SlackTime.AheadFor(sent, date, received) : null;
    }
}
