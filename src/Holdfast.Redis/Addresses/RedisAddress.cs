using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Holdfast.Redis.Addresses;

/// <summary>Where Redis is, and who we are to it. Its text form holds no secret.</summary>
public sealed class RedisAddress
{
    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private RedisAddress(RedisAddressDraft draft, string redacted)
    {
        (EndPoints, IsTls, User, Password, Database) = (draft.EndPoints, draft.IsTls, draft.User, draft.Password, draft.Database ?? 0);
        (ChecksCertificate, ChecksHost, TlsHost, CertificateAuthority) = (draft.ChecksCertificate, draft.ChecksHost, draft.TlsHost, draft.CertificateAuthority);
        (PassedOver, Redacted) = (draft.PassedOver, redacted);
    }

    /// <summary>The servers: one, or several of which one is the primary.</summary>
    public IReadOnlyList<EndPoint> EndPoints { get; }

    /// <summary>Whether the connection is encrypted.</summary>
    public bool IsTls { get; }

    /// <summary>The user; null for the default one.</summary>
    public string? User { get; }

    /// <summary>The password; null without one.</summary>
    public string? Password { get; }

    /// <summary>The number of the database.</summary>
    public int Database { get; }

    /// <summary>Whether somebody must vouch for the server's certificate.</summary>
    public bool ChecksCertificate { get; }

    /// <summary>Whether the certificate must be the host's.</summary>
    public bool ChecksHost { get; }

    /// <summary>Whose certificate it must be; null for the host's.</summary>
    public string? TlsHost { get; }

    /// <summary>A file with an authority that is trusted besides the system's; null for none.</summary>
    public string? CertificateAuthority { get; }

    /// <summary>Parameters that mean nothing here, by name.</summary>
    public IReadOnlyList<string> PassedOver { get; }

    private string Redacted { get; }

    /// <summary>Reads an address.</summary>
    /// <param name="url">The address.</param>
    /// <param name="address">It, when the text is one.</param>
    /// <param name="problem">What is wrong with it, without repeating any of it that may be secret.</param>
    public static bool TryParse(string url, [NotNullWhen(true)] out RedisAddress? address, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(url);
        try
        {
            (address, problem) = (Read(url.Trim()), null);
            return true;
        }
        catch (FormatException e)
        {
            (address, problem) = (null, e.Message);
            return false;
        }
    }

    /// <summary>The address with <c>***</c> in place of user and password.</summary>
    public override string ToString() => Redacted;

    private static RedisAddress Read(string text)
    {
        var colon = text.IndexOf("://", StringComparison.Ordinal);
        var scheme = colon > 0 && text.AsSpan(0, colon).IndexOfAnyExcept(Letters) < 0 ? text[..colon].ToLowerInvariant() : "";
        return scheme switch
        {
            "redis" or "rediss" => Made(RedisUrlForm.Read(text[(colon + 3)..], isTls: scheme == "rediss")),
            "unix" => Made(RedisUrlForm.ReadFile(text[(colon + 3)..])),
            "" => Made(RedisListForm.Read(text)),
            _ => throw new FormatException("must begin with redis://, rediss:// (TLS) or unix://."),
        };
    }

    private static RedisAddress Made(RedisAddressDraft draft)
    {
        draft.Check();
        var who = draft.User is null && draft.Password is null ? "" : "***@";
        var shown = draft.File is { } file
            ? $"unix://{who}{file}?db={draft.Database ?? 0}"
            : $"{(draft.IsTls ? "rediss" : "redis")}://{who}{string.Join(',', draft.EndPoints.Select(NameOf))}/{draft.Database ?? 0}";
        return new RedisAddress(draft, shown);
    }

    private static string NameOf(EndPoint endPoint) => endPoint is DnsEndPoint dns ? $"{dns.Host}:{dns.Port}" : endPoint.ToString()!;
}
