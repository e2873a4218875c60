using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Http;

/// <summary>
/// Signs requests by the Standard Webhooks specification, so that receivers can verify them with a library of their language.
/// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
/// </summary>
public static class RequestSignature
{
    /// <summary>The header with the notification's id, which stays the same in every attempt.</summary>
    public const string IdHeader = "webhook-id";

    /// <summary>The header with the moment of the attempt, in seconds since 1970.</summary>
    public const string TimestampHeader = "webhook-timestamp";

    /// <summary>The header with the signature, or with several, a blank between them.</summary>
    public const string SignatureHeader = "webhook-signature";

    private const string Prefix = "whsec_";
    private const int MinBytes = 24;
    private const int MaxBytes = 64;
    private const int MaxCharacters = 512;

    /// <summary>The bytes that a secret stands for: those in base64 after <c>whsec_</c>, else the text's own.</summary>
    /// <param name="secret">A secret without a problem.</param>
    public static byte[] KeyOf(string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        return secret.StartsWith(Prefix, StringComparison.Ordinal) ? Convert.FromBase64String(secret[Prefix.Length..]) : Encoding.UTF8.GetBytes(secret);
    }

    /// <summary>What is wrong with a secret, without repeating it; null when nothing is.</summary>
    /// <param name="secret">The secret.</param>
    public static string? ProblemOf(string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (secret.Length > MaxCharacters || secret.Any(char.IsControl) || secret != secret.Trim())
            return "must hold no line break, begin and end without a blank, and be no longer than 512 characters: copy it again.";
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal))
            return secret.Length >= MinBytes ? null : "is too short: it must have at least 24 characters, or be whsec_ with base64.";
        var key = new byte[secret.Length];
        return Convert.TryFromBase64String(secret[Prefix.Length..], key, out var length) && length is >= MinBytes and <= MaxBytes
            ? null
            : "must have 24 to 64 bytes in base64 after whsec_.";
    }

    /// <summary>Signs a request, for this moment.</summary>
    /// <param name="request">The request; its body is this.</param>
    /// <param name="secret">The secret.</param>
    /// <param name="previous">The one before it, for receivers that do not know the new one yet; empty for none.</param>
    /// <param name="id">What the request is known by, the same each time it is made.</param>
    /// <param name="now">The moment.</param>
    /// <param name="body">The body, byte for byte.</param>
    public static void AddTo(HttpRequestMessage request, string secret, string previous, string id, DateTimeOffset now, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(previous);
        var timestamp = now.ToUnixTimeSeconds().ToString();
        request.Headers.Add(IdHeader, id);
        request.Headers.Add(TimestampHeader, timestamp);
        var signature = Sign(KeyOf(secret), id, timestamp, body);
        request.Headers.Add(SignatureHeader, previous.Length == 0 ? signature : $"{signature} {Sign(KeyOf(previous), id, timestamp, body)}");
    }

    /// <summary>The value of <see cref="SignatureHeader"/>.</summary>
    /// <param name="key">The key.</param>
    /// <param name="id">The value of <see cref="IdHeader"/>.</param>
    /// <param name="timestamp">The value of <see cref="TimestampHeader"/>.</param>
    /// <param name="body">The body, byte for byte.</param>
    public static string Sign(byte[] key, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hmac.AppendData(body);
        return $"v1,{Convert.ToBase64String(hmac.GetHashAndReset())}";
    }
}
