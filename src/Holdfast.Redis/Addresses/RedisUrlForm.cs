using System.Net.Sockets;
using Holdfast.Configuration;

namespace Holdfast.Redis.Addresses;

/// <summary>
/// A URL behind its scheme: <c>user:password@host:port/database?parameter=value</c>, or a socket file.
/// Source: https://www.iana.org/assignments/uri-schemes/prov/redis
/// </summary>
internal static class RedisUrlForm
{
    public static RedisAddressDraft Read(string text, bool isTls) => UserInfo.Read(text, (user, rest) =>
    {
        var draft = new RedisAddressDraft { IsTls = isTls };
        ReadUser(user, draft);
        var (place, query, fragment) = Split(rest);
        var slash = place.IndexOf('/', StringComparison.Ordinal);
        var (hosts, path) = slash < 0 ? (place, "") : (place[..slash], place[(slash + 1)..]);
        draft.EndPoints = [.. hosts.Split(',').Select(static host => RedisAddressDraft.ReadHost(host))];

        // Each is somebody's way to name the database; the one that says so most plainly counts.
        if (path.TrimEnd('/') is { Length: > 0 } number)
            draft.Database = RedisAddressDraft.ReadDatabase(number);
        else if (fragment.Length > 0)
            draft.Database = RedisAddressDraft.ReadDatabase(fragment);
        ReadQuery(query, draft);
        return draft;
    });

    public static RedisAddressDraft ReadFile(string text) =>
        text.StartsWith('/') ? ReadFile(null, text) : UserInfo.Read(text, ReadFile);

    private static RedisAddressDraft ReadFile(string? user, string rest)
    {
        var draft = new RedisAddressDraft();
        ReadUser(user, draft);
        var (path, query, fragment) = Split(rest);
        if (!path.StartsWith('/') || fragment.Length > 0)
            throw new FormatException("must name a socket file: write unix:///path/to/redis.sock, with ?db=1 for another database.");
        try
        {
            draft.EndPoints = [new UnixDomainSocketEndPoint(Uri.UnescapeDataString(path))];
            draft.File = path;
        }
        catch (ArgumentException e)
        {
            throw new FormatException("names a socket file whose path is too long for one.", e);
        }

        ReadQuery(query, draft);
        return draft;
    }

    private static void ReadUser(string? text, RedisAddressDraft draft)
    {
        if (text is null)
            return;
        var parts = text.Split(':', 2);
        (draft.User, draft.Password) = (Decode(parts[0]), parts.Length == 2 ? Decode(parts[1]) : null);
    }

    private static string? Decode(string text) => text.Length == 0 ? null : Uri.UnescapeDataString(text);

    private static (string Place, string Query, string Fragment) Split(string text)
    {
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        var (rest, fragment) = hash < 0 ? (text, "") : (text[..hash], text[(hash + 1)..]);
        var mark = rest.IndexOf('?', StringComparison.Ordinal);
        return mark < 0 ? (rest, "", fragment) : (rest[..mark], rest[(mark + 1)..], fragment);
    }

    private static void ReadQuery(string text, RedisAddressDraft draft)
    {
        var pairs = text.Split('&', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < pairs.Length; i++)
        {
            var parts = pairs[i].Split('=', 2);
            RedisParameters.OfUrls.Set(draft, parts[0], parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : "", i + 1);
        }
    }
}
