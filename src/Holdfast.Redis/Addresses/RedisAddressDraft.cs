using System.Globalization;
using System.Net;

namespace Holdfast.Redis.Addresses;

/// <summary>What an address says, while it is read.</summary>
internal sealed class RedisAddressDraft
{
    public const string Form = "redis://[user:password@]host[:port][/database]";

    private const int DefaultPort = 6379;

    public IReadOnlyList<EndPoint> EndPoints { get; set; } = [];

    /// <summary>The socket file, as it stands in the address.</summary>
    public string? File { get; set; }

    public bool IsTls { get; set; }

    public string? User { get; set; }

    public string? Password { get; set; }

    public int? Database { get; set; }

    public bool ChecksCertificate { get; set; } = true;

    public bool ChecksHost { get; set; } = true;

    public string? TlsHost { get; set; }

    public string? CertificateAuthority { get; set; }

    public List<string> PassedOver { get; } = [];

    /// <summary>Passes when who we are is said in full.</summary>
    /// <exception cref="FormatException">It is not.</exception>
    public void Check()
    {
        // Whoever has no password of its own is the default user, whether that is named or not.
        if (User == "default" && Password is null)
            User = null;
        if (User is not null && Password is null)
            throw new FormatException("names a user without a password: write user:password@host, or :password@host for the default user.");
    }

    /// <summary>A host and its port; IPv6 in brackets.</summary>
    public static EndPoint ReadHost(string text, int defaultPort = DefaultPort)
    {
        var (host, port) = (text, "");
        if (text.StartsWith('['))
        {
            var end = text.IndexOf(']', StringComparison.Ordinal);
            if (end < 0 || (end + 1 < text.Length && text[end + 1] != ':'))
                throw new FormatException("has an IPv6 address that is not closed: write redis://[::1]:6379.");
            (host, port) = (text[1..end], text[(end + 1)..]);
        }
        else if (text.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon)
        {
            (host, port) = (text[..colon], text[colon..]);
        }

        var isAddress = IPAddress.TryParse(host, out var address);
        if (text.StartsWith('[') ? !isAddress : Uri.CheckHostName(host) is not (UriHostNameType.Dns or UriHostNameType.IPv4))
            throw new FormatException($"has no host, or one that is none: write {Form}, with odd characters of a password percent-encoded.");
        var number = port.Length == 0 ? defaultPort : ReadPort(port[1..]);
        return isAddress ? new IPEndPoint(address!, number) : new DnsEndPoint(host, number);
    }

    public static int ReadDatabase(string text) =>
        text.Length is > 0 and <= 6 && text.All(char.IsAsciiDigit)
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : throw new FormatException("has a database that is none: it is a number after the host, as in redis://host:6379/0.");

    private static int ReadPort(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65_535
        ? port
        : throw new FormatException("has a port that is none: it is a number from 1 to 65535.");
}
