using System.Globalization;
using System.Net;
using Holdfast.Configuration;

namespace Holdfast.Postgres.Addresses;

/// <summary>
/// libpq's URI: <c>user:password@host:port,host:port/database?parameter=value</c>, behind its scheme.
/// Source: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
/// </summary>
internal static class UrlForm
{
    /// <summary>Reads it.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static DatabaseUrl Read(string text) => UserInfo.Read(text, static (user, rest) =>
    {
        var parameters = new List<(string Name, string Value)>();
        if (user is not null)
            ReadUser(user, parameters);
        ReadRest(rest, parameters);
        return AddressDraft.Read(parameters);
    });

    private static void ReadUser(string text, List<(string Name, string Value)> parameters)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (Decoded(colon < 0 ? text : text[..colon], "user") is { Length: > 0 } user)
            parameters.Add(("user", user));
        if (colon >= 0 && Decoded(text[(colon + 1)..], "password") is { Length: > 0 } password)
            parameters.Add(("password", password));
    }

    private static void ReadRest(string text, List<(string Name, string Value)> parameters)
    {
        if (text.Contains('#', StringComparison.Ordinal))
            throw new FormatException("has a \"#\" behind the host. In a user or password write it as %23.");
        var mark = text.IndexOf('?', StringComparison.Ordinal);
        var (place, query) = mark < 0 ? (text, "") : (text[..mark], text[(mark + 1)..]);
        var slash = place.IndexOf('/', StringComparison.Ordinal);
        var (hosts, database) = slash < 0 ? (place, "") : (place[..slash], place[(slash + 1)..]);
        if (database.Contains('@', StringComparison.Ordinal))
            throw new FormatException("has an \"@\" in the database. In a user or password write \"/\" as %2F and \"@\" as %40.");
        ReadHosts(hosts, parameters);
        if (database.Length > 0)
            parameters.Add(("dbname", Decoded(database, "database")));
        ReadQuery(query, parameters);
    }

    private static void ReadHosts(string text, List<(string Name, string Value)> parameters)
    {
        var all = text.Split(',').Select(SplitPort).ToList();
        if (text.Length > 0 && all.Exists(each => each.Host.Length == 0) && (all.Count > 1 || all[0].Port.Length > 0))
            throw new FormatException("names no host before a port or a comma.");
        if (all.Exists(each => each.Host.Length > 0))
            parameters.Add(("host", string.Join(',', all.Select(each => each.Host))));
        if (all.Exists(each => each.Port.Length > 0))
            parameters.Add(("port", string.Join(',', all.Select(each => each.Port))));
    }

    /// <summary>A host and its port; IPv6 in brackets, a folder of sockets percent-encoded.</summary>
    private static (string Host, string Port) SplitPort(string text)
    {
        if (text.Contains('@', StringComparison.Ordinal))
            throw new FormatException("has an \"@\" in the host. In a password write it as %40.");
        var end = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) : -1;
        if (text.StartsWith('[') && end < 0)
            throw new FormatException("has a \"[\" without its \"]\" in the host.");
        var colon = text.IndexOf(':', end + 1);
        var host = Decoded(end < 0 ? colon < 0 ? text : text[..colon] : text[1..end], "host");
        if (end >= 0 && (!IPAddress.TryParse(host, out _) || (colon < 0 ? text.Length : colon) != end + 1))
            throw new FormatException("has something in brackets that is no IPv6 address.");
        if (host.AsSpan().ContainsAny(DatabaseUrl.InNoHost))
            throw new FormatException("names a host with a sign in it that no host has. In a password write \"@\", \"/\", \":\" and \"?\" as %40, %2F, %3A and %3F.");
        var port = colon < 0 ? "" : text[(colon + 1)..];
        return port.Length == 0 || (int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 65_536)
            ? (host, port)
            : throw new FormatException("has a port that is no number from 1 to 65535. In a password write \"/\", \":\", \"?\" and \"#\" as %2F, %3A, %3F and %23.");
    }

    private static void ReadQuery(string text, List<(string Name, string Value)> parameters)
    {
        var pairs = text.Split('&', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < pairs.Length; i++)
        {
            var sign = pairs[i].IndexOf('=', StringComparison.Ordinal);
            var name = sign < 0 ? pairs[i] : pairs[i][..sign];
            if (AddressParameters.Find(name) is not { } known)
                throw new FormatException(AddressParameters.Unknown(name, i + 1));
            if (sign < 0)
                throw new FormatException($"gives no value to {known}: write {known}=....");
            parameters.RemoveAll(parameter => parameter.Name == known);
            parameters.Add((known, Decoded(pairs[i][(sign + 1)..], known)));
        }
    }

    private static string Decoded(string text, string what)
    {
        for (var i = text.IndexOf('%', StringComparison.Ordinal); i >= 0; i = text.IndexOf('%', i + 1))
        {
            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
                throw new FormatException($"has a \"%\" in the {what} that is not followed by two hexadecimal digits. Write the sign itself as %25.");
        }

        return Uri.UnescapeDataString(text);
    }
}
