using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Slack.Signing;

namespace Holdfast.Connection;

/// <summary>
/// Asks an address what Slack asks when it is set as the request URL: whether what it is sent comes back. Nothing else shows that all between Slack
/// and the server lets requests through as they are: names, certificates, proxies, paths.
/// </summary>
/// <param name="http">Makes the call.</param>
/// <param name="time">The clock.</param>
public sealed class RequestUrlProbe(HttpClient http, TimeProvider time)
{
    /// <summary>Why Slack could not deliver there; null when it could.</summary>
    /// <param name="address">The address.</param>
    /// <param name="signingSecret">What Slack signs with.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<string?> FindProblemAsync(Uri address, string signingSecret, CancellationToken cancellationToken)
    {
        var challenge = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var body = Encoding.UTF8.GetBytes(new JsonObject { ["type"] = "url_verification", ["challenge"] = challenge }.ToJsonString());
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(SlackSignature.TimestampHeader, timestamp);
        request.Headers.Add(SlackSignature.SignatureHeader, SlackSignature.Sign(signingSecret, timestamp, body));
        try
        {
            using var answer = await http.SendAsync(request, cancellationToken);
            var said = await answer.Content.ReadAsStringAsync(cancellationToken);
            if (!answer.IsSuccessStatusCode)
                return $"it answers {(int)answer.StatusCode}{Remedy((int)answer.StatusCode)}";
            return ChallengeIn(said) == challenge ? null : "another program answers there: it does not send back what Slack would ask it for";
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return e is OperationCanceledException ? "it does not answer in time" : $"it cannot be reached: {e.Message.TrimEnd('.')}";
        }
    }

    private static string Remedy(int status) => status switch
    {
        401 => ": another signing secret is set there, or a proxy changes the body or drops Slack's headers",
        404 => ": the path is not the one of SlackHttp:Path, or a proxy leads elsewhere",
        502 or 503 or 504 => ": the proxy does not reach this server, or the server is starting",
        _ => "",
    };

    private static string? ChallengeIn(string text)
    {
        try
        {
            return JsonNode.Parse(text)?["challenge"]?.GetValue<string>();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
