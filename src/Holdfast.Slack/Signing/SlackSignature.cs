using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Slack.Signing;

/// <summary>Proves that a request came from Slack. https://docs.slack.dev/authentication/verifying-requests-from-slack</summary>
public static class SlackSignature
{
    /// <summary>Name of the header with the time of sending, in seconds since 1970-01-01 UTC.</summary>
    public const string TimestampHeader = "X-Slack-Request-Timestamp";

    /// <summary>Name of the header with the signature.</summary>
    public const string SignatureHeader = "X-Slack-Signature";

    /// <summary>How far the time of sending may be from now, either way: an older request may be a replay.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private const string Version = "v0=";
    private const int HexLength = HMACSHA256.HashSizeInBytes * 2;

    /// <summary>Checks a signature in constant time; never throws on what came from outside.</summary>
    /// <param name="signingSecret">The app's signing secret.</param>
    /// <param name="timestamp">The header <see cref="TimestampHeader"/>.</param>
    /// <param name="body">The body exactly as it came.</param>
    /// <param name="signature">The header <see cref="SignatureHeader"/>.</param>
    /// <param name="now">The present time.</param>
    /// <returns>Whether the request is genuine and fresh.</returns>
    public static bool Verify(string signingSecret, string? timestamp, ReadOnlySpan<byte> body, string? signature, DateTimeOffset now)
    {
        ArgumentException.ThrowIfNullOrEmpty(signingSecret);
        if (!IsFresh(timestamp, now) || signature is not { Length: 3 + HexLength } || !signature.StartsWith(Version, StringComparison.Ordinal))
            return false;

        Span<byte> claimed = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (Convert.FromHexString(signature.AsSpan(Version.Length), claimed, out _, out var written) != System.Buffers.OperationStatus.Done
            || written != claimed.Length)
        {
            return false;
        }

        Span<byte> computed = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Compute(signingSecret, timestamp!, body, computed);
        return CryptographicOperations.FixedTimeEquals(computed, claimed);
    }

    /// <summary>Signs a body as Slack does, for tests and simulators.</summary>
    /// <param name="signingSecret">The app's signing secret.</param>
    /// <param name="timestamp">Seconds since 1970-01-01 UTC, as text.</param>
    /// <param name="body">The body.</param>
    /// <returns>The value of <see cref="SignatureHeader"/>.</returns>
    public static string Sign(string signingSecret, string timestamp, ReadOnlySpan<byte> body)
    {
        ArgumentException.ThrowIfNullOrEmpty(signingSecret);
        ArgumentNullException.ThrowIfNull(timestamp);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Compute(signingSecret, timestamp, body, hash);
        return Version + Convert.ToHexStringLower(hash);
    }

    /// <summary>Whether a request was sent within <see cref="Tolerance"/> of now; what was not need not be read.</summary>
    /// <param name="timestamp">The header <see cref="TimestampHeader"/>.</param>
    /// <param name="now">The present time.</param>
    public static bool IsFresh(string? timestamp, DateTimeOffset now) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var sent)
        && sent <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
        && (now - DateTimeOffset.FromUnixTimeSeconds(sent)).Duration() <= Tolerance;

    private static void Compute(string secret, string timestamp, ReadOnlySpan<byte> body, Span<byte> hash)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData("v0:"u8);
        hmac.AppendData(Encoding.UTF8.GetBytes(timestamp));
        hmac.AppendData(":"u8);
        hmac.AppendData(body);
        hmac.GetHashAndReset(hash);
    }
}
