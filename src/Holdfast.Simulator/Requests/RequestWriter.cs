using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.Simulator.SocketMode;

namespace Holdfast.Simulator.Requests;

/// <summary>A payload as Slack sends it by HTTP: an event as JSON, anything that a person did as a form; each signed.</summary>
internal static class RequestWriter
{
    public static byte[] BodyOf(EnvelopeKind kind, byte[] payload) => kind switch
    {
        EnvelopeKind.Event => payload,
        EnvelopeKind.Interactive => Encoding.ASCII.GetBytes("payload=" + WebUtility.UrlEncode(Encoding.UTF8.GetString(payload))),
        EnvelopeKind.SlashCommand => Encoding.ASCII.GetBytes(Form(payload)),
        _ => throw new InvalidOperationException($"No request for {kind}."),
    };

    public static HttpRequestMessage Write(Uri address, EnvelopeKind kind, byte[] body, string secret, DateTimeOffset now)
    {
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = kind == EnvelopeKind.Event
            ? new MediaTypeHeaderValue("application/json")
            : new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        request.Headers.TryAddWithoutValidation("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)");
        request.Headers.TryAddWithoutValidation("X-Slack-Request-Timestamp", timestamp);
        request.Headers.TryAddWithoutValidation("X-Slack-Signature", Sign(secret, timestamp, body));
        return request;
    }

    private static string Sign(string secret, string timestamp, byte[] body)
    {
        byte[] signed = [.. Encoding.ASCII.GetBytes($"v0:{timestamp}:"), .. body];
        return "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
    }

    private static string Form(byte[] payload)
    {
        using var fields = JsonDocument.Parse(payload);
        return string.Join('&', fields.RootElement.EnumerateObject().Select(field => $"{WebUtility.UrlEncode(field.Name)}={WebUtility.UrlEncode(field.Value.ToString())}"));
    }
}
