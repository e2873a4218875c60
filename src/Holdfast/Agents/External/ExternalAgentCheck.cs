using System.Net;
using Holdfast.Diagnostics;
using Holdfast.Http;
using Microsoft.Extensions.Options;

namespace Holdfast.Agents.External;

/// <summary>Whether something listens where questions are posted to. None is posted: that may cost money, or do something.</summary>
/// <param name="http">Makes the call.</param>
/// <param name="options">Where.</param>
internal sealed class ExternalAgentCheck(OutgoingHttp http, IOptions<ExternalAgentOptions> options) : IDoctorCheck
{
    /// <inheritdoc/>
    public string Name => "external agent";

    /// <inheritdoc/>
    public IReadOnlyList<string> Needs => ["Agent:Kind", "ExternalAgent:"];

    /// <inheritdoc/>
    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var url = options.Value.Url!;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            using var response = await http.CreateClient(HttpPurpose.Model).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

            // It need not know what to do with a GET: that it answers is enough, unless it is a proxy that says there is nobody behind it.
            return response.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
                ? CheckResult.Failed($"{url.Authority} answers {(int)response.StatusCode}: there is nobody behind it", "start your agent, or correct ExternalAgent:Url")
                : CheckResult.Ok($"{url.Authority} answers; its first question will show whether it accepts the signature");
        }
        catch (HttpRequestException e)
        {
            return CheckResult.Failed($"{url.Authority} cannot be reached: {Causes.Of(e)}", "start your agent, check ExternalAgent:Url, and the network between");
        }
    }
}
