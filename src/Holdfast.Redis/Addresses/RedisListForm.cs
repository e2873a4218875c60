namespace Holdfast.Redis.Addresses;

/// <summary>
/// What Azure prints: <c>host:6380,password=...,ssl=True,abortConnect=False</c>.
/// Source: https://stackexchange.github.io/StackExchange.Redis/Configuration
/// </summary>
internal static class RedisListForm
{
    private const int DefaultTlsPort = 6380;

    /// <summary>Reads it.</summary>
    /// <exception cref="FormatException">It is none. A server's name alone is none either: it would be the first that one writes for a URL.</exception>
    public static RedisAddressDraft Read(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        var hosts = parts.TakeWhile(static part => !part.Contains('=', StringComparison.Ordinal)).ToList();
        if (hosts.Count == 0 || hosts.Count == parts.Length)
            throw new FormatException($"is not an address: write {RedisAddressDraft.Form}.");
        var draft = new RedisAddressDraft();
        for (var i = hosts.Count; i < parts.Length; i++)
        {
            var option = parts[i].Split('=', 2);
            if (option.Length == 2)
                RedisParameters.OfLists.Set(draft, option[0].TrimEnd(), option[1].TrimStart(), i + 1);
            else if (parts[i].Length > 0)
                throw new FormatException("has a part behind its options that is none. A password with a comma goes into a redis:// URL, as %2C.");
        }

        draft.EndPoints = draft.IsTls
            ? [.. hosts.Select(static host => RedisAddressDraft.ReadHost(host, DefaultTlsPort))]
            : [.. hosts.Select(static host => RedisAddressDraft.ReadHost(host))];
        return draft;
    }
}
