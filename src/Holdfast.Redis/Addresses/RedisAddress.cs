using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Holdfast.Redis.Addresses;

/// <summary>Where Redis is, and who we are to it. Its text form holds no secret.</summary>
public sealed class RedisAddress
{
    private const int DefaultPort = 6379;
    private const string Form = "redis://[user:password@]host[:port][/database]";

    private readonly string _redacted;

    private RedisAddress(IReadOnlyList<EndPoint> endPoints, bool isTls, string? user, string? password, int database, string redacted)
    {
        (EndPoints, IsTls, User, Password, Database) = (endPoints, isTls, user, password, database);
        _redacted = redacted;
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
    public override string ToString() => _redacted;

    private static RedisAddress Read(string url)
    {
        var colon = url.IndexOf("://", StringComparison.Ordinal);
        if (colon < 0)
            throw new FormatException($"is not an address: write {Form}.");
        var scheme = url[..colon].ToLowerInvariant();
        var (user, password, rest, credentials) = Split(url[(colon + 3)..], isFile: scheme == "unix");
        return scheme switch
        {
            "redis" or "rediss" => OverNetwork(scheme, user, password, rest, credentials),
            "unix" => OverFile(user, password, rest, credentials),
            _ => throw new FormatException("must begin with redis://, rediss:// (TLS) or unix://."),
        };
    }

    /// <summary>The last <c>@</c> ends user and password, so that one within a password does no harm.</summary>
    private static (string? User, string? Password, string Where, string Credentials) Split(string text, bool isFile)
    {
        var at = isFile && text.StartsWith('/') ? -1 : text.LastIndexOf('@');
        if (at < 0)
            return (null, null, text, "");
        var parts = text[..at].Split(':', 2);
        var (user, password) = (Decode(parts[0]), parts.Length == 2 ? Decode(parts[1]) : null);
        if (user is not null && password is null)
            throw new FormatException("names a user without a password: write user:password@host, or :password@host for the default user.");
        return (user, password, text[(at + 1)..], at == 0 ? "" : "***@");
    }

    private static string? Decode(string text) => text.Length == 0 ? null : Uri.UnescapeDataString(text);

    private static RedisAddress OverNetwork(string scheme, string? user, string? password, string rest, string credentials)
    {
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var (hosts, path) = slash < 0 ? (rest, "") : (rest[..slash], rest[(slash + 1)..]);
        var endPoints = hosts.Split(',').Select(ReadHost).ToList();
        var database = ReadDatabase(path);
        var names = string.Join(',', endPoints.Select(NameOf));
        return new RedisAddress(endPoints, scheme == "rediss", user, password, database, $"{scheme}://{credentials}{names}/{database}");
    }

    private static RedisAddress OverFile(string? user, string? password, string rest, string credentials)
    {
        var (path, database) = rest.Split("?db=", 2) is [var file, var number] ? (file, ReadDatabase(number)) : (rest, 0);
        if (!path.StartsWith('/') || path.Contains('?', StringComparison.Ordinal))
            throw new FormatException("must name a socket file: write unix:///path/to/redis.sock, with ?db=1 for another database.");
        try
        {
            return new RedisAddress(
                [new UnixDomainSocketEndPoint(Uri.UnescapeDataString(path))], isTls: false, user, password, database, $"unix://{credentials}{path}?db={database}");
        }
        catch (ArgumentException e)
        {
            throw new FormatException("names a socket file whose path is too long for one.", e);
        }
    }

    private static EndPoint ReadHost(string text)
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
        var number = port.Length == 0 ? DefaultPort : ReadPort(port[1..]);
        return isAddress ? new IPEndPoint(address!, number) : new DnsEndPoint(host, number);
    }

    private static int ReadPort(string text) => int.TryParse(text, out var port) && port is > 0 and <= 65_535
        ? port
        : throw new FormatException("has a port that is none: it is a number from 1 to 65535.");

    private static int ReadDatabase(string text) =>
        text.Length == 0 ? 0
        : text.Length <= 6 && text.All(char.IsAsciiDigit) ? int.Parse(text)
        : throw new FormatException("has a database that is none: it is a number after the host, as in redis://host:6379/0.");

    private static string NameOf(EndPoint endPoint) => endPoint is DnsEndPoint dns ? $"{dns.Host}:{dns.Port}" : endPoint.ToString()!;
}
