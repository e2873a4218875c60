using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Simulator.Webhooks;

/// <summary>
/// Verifies a request by the Standard Webhooks specification (https://www.standardwebhooks.com), written from its text: a mistake of
/// whoever signs must not find its match here.
/// </summary>
internal static class StandardWebhooks
{
    private const string SecretPrefix = "whsec_";
    private const string Scheme = "v1,";
    private const int FewestSecretBytes = 24;
    private const int MaxSecretBytes = 64;

    /// <summary>A request that was recorded may be sent again by anyone; only for so long it is believed.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>The key that a secret stands for.</summary>
    /// <exception cref="ArgumentException">It is not of the specification's form; the secret is not quoted.</exception>
    public static byte[] KeyOf(string secret)
    {
        var key = new byte[MaxSecretBytes];
        return secret.StartsWith(SecretPrefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(secret[SecretPrefix.Length..], key, out var length) && length >= FewestSecretBytes
            ? key[..length]
            : throw new ArgumentException(
                $"The secret must be {SecretPrefix} and the base64 of {FewestSecretBytes} to {MaxSecretBytes} bytes.", nameof(secret));
    }

    /// <summary>What is wrong with the signature; null when it is good.</summary>
    public static string? Check(byte[] key, IReadOnlyDictionary<string, string> headers, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (!headers.TryGetValue("webhook-id", out var id) || id.Length == 0) return "webhook-id is missing";
        if (!headers.TryGetValue("webhook-timestamp", out var timestamp)) return "webhook-timestamp is missing";
        if (!headers.TryGetValue("webhook-signature", out var signatures)) return "webhook-signature is missing";
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return "webhook-timestamp is no number of seconds";
        if (Math.Abs(now.ToUnixTimeSeconds() - (double)seconds) > Tolerance.TotalSeconds)
            return $"webhook-timestamp is more than {Tolerance.TotalMinutes:F0} minutes off";
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var expected = HMACSHA256.HashData(key, signed);
        var isSigned = signatures.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Any(signature => signature.StartsWith(Scheme, StringComparison.Ordinal) && IsBase64Of(signature[Scheme.Length..], expected));
        return isSigned ? null : "no signature in webhook-signature is of this secret and body";
    }

    private static bool IsBase64Of(string text, byte[] expected)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return Convert.TryFromBase64String(text, given, out var length) && CryptographicOperations.FixedTimeEquals(given[..length], expected);
    }
}
