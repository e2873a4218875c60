using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.Slack.Envelopes;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.HttpDelivery;

/// <summary>
/// Reads the body of a request that Slack has signed. All that Slack sends comes in one of three forms, whatever the address: JSON for an event, a form
/// with a <c>payload</c> for what somebody did, a form with a <c>command</c>. https://docs.slack.dev/apis/events-api/using-http-request-urls
/// </summary>
public static class SlackHttpReader
{
    /// <summary>Name of the header that numbers a repetition: 1 to 3.</summary>
    public const string RetryNumberHeader = "X-Slack-Retry-Num";

    /// <summary>Name of the header that says why Slack repeats it, such as <c>http_timeout</c>.</summary>
    public const string RetryReasonHeader = "X-Slack-Retry-Reason";

    /// <summary>Name of the header that, in an answer, keeps Slack from repeating what was not taken.</summary>
    public const string NoRetryHeader = "X-Slack-No-Retry";

    private const int IdBytes = 16;

    /// <summary>Reads it. What cannot be read is a delivery all the same, of which nothing is understood: whoever takes it in leaves a note of it.</summary>
    /// <param name="body">The body, whose signature was checked.</param>
    /// <param name="retryNumber">The header <see cref="RetryNumberHeader"/>.</param>
    /// <param name="retryReason">The header <see cref="RetryReasonHeader"/>.</param>
    public static SlackHttpRequest Read(ReadOnlySpan<byte> body, string? retryNumber = null, string? retryReason = null)
    {
        if (body.TrimStart(" \t\r\n"u8) is [(byte)'{', ..])
            return ChallengeOf(body) is { } challenge ? new SlackHttpRequest.AddressCheck(challenge) : Delivery(SlackEnvelope.Event, body.ToArray());
        var fields = FormFields.Read(body);
        if (Find(fields, "payload") is { } payload)
            return Delivery(SlackEnvelope.Interaction, Encoding.UTF8.GetBytes(payload));
        if (Find(fields, "command") is not null)
            return Delivery(SlackEnvelope.Command, ToJson(fields));
        return Find(fields, "ssl_check") is "1" ? new SlackHttpRequest.CertificateCheck() : Delivery(SlackEnvelope.Event, body.ToArray());

        SlackHttpRequest.Delivery Delivery(string type, byte[] content)
        {
            // Nothing names a delivery here. It is named after its bytes, so that one that comes twice has one name.
            var id = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, IdBytes));
            LoneSurrogates.Replace(content);
            return new SlackHttpRequest.Delivery(new SlackEnvelope
            {
                DeliveryId = id,
                Type = type,
                Payload = content,
                AcceptsAnswer = type != SlackEnvelope.Event,
                RetryAttempt = int.TryParse(retryNumber, out var number) && number > 0 ? number : 0,
                RetryReason = retryReason,
            });
        }
    }

    private static string? Find(IReadOnlyList<(string Name, string Value)> fields, string name) => fields.LastOrDefault(field => field.Name == name).Value;

    private static byte[] ToJson(IReadOnlyList<(string Name, string Value)> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, SlackJson.WriterOptions))
        {
            json.WriteStartObject();
            foreach (var field in fields.GroupBy(field => field.Name, StringComparer.Ordinal))
                json.WriteString(field.Key, field.Last().Value);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static string? ChallengeOf(ReadOnlySpan<byte> body)
    {
        string? type = null, challenge = null;
        try
        {
            var reader = TolerantJson.ReaderOf(body);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var (isType, isChallenge) = (reader.ValueTextEquals("type"u8), reader.ValueTextEquals("challenge"u8));
                reader.Read();
                if (isType && reader.TokenType == JsonTokenType.String) type = reader.GetString();
                else if (isChallenge && reader.TokenType == JsonTokenType.String) challenge = reader.GetString();
                else reader.Skip();
            }
        }
        catch (Exception exception) when (TolerantJson.IsWrong(exception))
        {
            return null;
        }

        return type == "url_verification" ? challenge ?? "" : null;
    }
}
