using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Holdfast.Postgres;

/// <summary>
/// Reads <c>DATABASE_URL</c>: a URI as libpq takes it, or Npgsql's own form. What is wrong is said without showing a password.
/// Source: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
/// </summary>
public sealed class DatabaseUrl
{
    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    /// <summary>The parameters of a URL, as libpq names them.</summary>
    private static readonly Dictionary<string, Action<NpgsqlConnectionStringBuilder, string>> Parameters = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sslmode"] = static (settings, value) => settings.SslMode = Enum.Parse<SslMode>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true),
        ["sslrootcert"] = static (settings, value) => settings.RootCertificate = value,
        ["sslcert"] = static (settings, value) => settings.SslCertificate = value,
        ["sslkey"] = static (settings, value) => settings.SslKey = value,
        ["connect_timeout"] = static (settings, value) => settings.Timeout = int.Parse(value, CultureInfo.InvariantCulture),
        ["application_name"] = static (settings, value) => settings.ApplicationName = value,
        ["target_session_attrs"] = static (settings, value) => settings.TargetSessionAttributes = value,
        ["host"] = static (settings, value) => settings.Host = value,
        ["port"] = static (settings, value) => settings.Port = int.Parse(value, CultureInfo.InvariantCulture),
        ["user"] = static (settings, value) => settings.Username = value,
        ["password"] = static (settings, value) => settings.Password = value,
        ["dbname"] = static (settings, value) => settings.Database = value,
    };

    private DatabaseUrl(NpgsqlConnectionStringBuilder settings) => Settings = settings;

    internal NpgsqlConnectionStringBuilder Settings { get; }

    /// <summary>The address without user and password, for people: <c>postgres://***@host:5432/database</c>.</summary>
    public string Redacted
    {
        get
        {
            var hosts = string.Join(',', (Settings.Host ?? "").Split(',').Select(host => WithPort(host, Settings.Port)));
            return $"postgres://{(Settings.Username is null ? "" : "***@")}{hosts}/{Uri.EscapeDataString(Settings.Database ?? "")}";
        }
    }

    /// <summary>Reads a URL or a connection string.</summary>
    /// <param name="text">What was configured.</param>
    /// <exception cref="FormatException">It is neither. The message says what is wrong, and shows no secret.</exception>
    public static DatabaseUrl Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = text.Trim();
        if (Schemes.FirstOrDefault(scheme => trimmed.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) is { } scheme)
            return new DatabaseUrl(ReadUrl(trimmed[scheme.Length..]));
        if (trimmed.Contains("://", StringComparison.Ordinal))
            throw new FormatException($"DATABASE_URL begins with \"{trimmed[..(trimmed.IndexOf("://", StringComparison.Ordinal) + 3)]}\". It begins with postgres://, or is of the form Host=...;Database=....");
        return new DatabaseUrl(ReadKeys(trimmed));
    }

    private static NpgsqlConnectionStringBuilder ReadKeys(string text)
    {
        NpgsqlConnectionStringBuilder? settings = null;
        var isRead = TrySet(() => settings = new NpgsqlConnectionStringBuilder(text));
        return isRead
            ? Checked(settings!)
            : throw new FormatException("DATABASE_URL cannot be read. It begins with postgres://, or is of the form Host=...;Username=...;Password=...;Database=....");
    }

    private static NpgsqlConnectionStringBuilder ReadUrl(string rest)
    {
        var settings = new NpgsqlConnectionStringBuilder();
        var query = "";
        if (rest.IndexOf('?', StringComparison.Ordinal) is var mark and >= 0)
            (rest, query) = (rest[..mark], rest[(mark + 1)..]);
        if (rest.Contains('#', StringComparison.Ordinal))
            throw new FormatException("DATABASE_URL has a \"#\" in it. In a user or password write it as %23.");

        // The last one: a password with a bare "@" is a common mistake that can be read all the same.
        if (rest.LastIndexOf('@') is var at and >= 0)
        {
            ReadUser(settings, rest[..at]);
            rest = rest[(at + 1)..];
        }

        if (rest.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0)
        {
            if (Decoded(rest[(slash + 1)..], "database") is { Length: > 0 } database)
                settings.Database = database;
            rest = rest[..slash];
        }

        ReadHosts(settings, rest);
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
            ReadParameter(settings, pair);
        return Checked(settings);
    }

    private static void ReadUser(NpgsqlConnectionStringBuilder settings, string user)
    {
        var colon = user.IndexOf(':', StringComparison.Ordinal);
        settings.Username = Decoded(colon < 0 ? user : user[..colon], "user");
        if (colon >= 0)
            settings.Password = Decoded(user[(colon + 1)..], "password");
    }

    private static void ReadHosts(NpgsqlConnectionStringBuilder settings, string text)
    {
        if (text.Length == 0)
            return;
        if (!text.Contains(',', StringComparison.Ordinal))
        {
            (settings.Host, var port) = SplitPort(text);
            settings.Port = port ?? settings.Port;
            return;
        }

        settings.Host = string.Join(',', text.Split(',').Select(SplitPort).Select(each => each.Port is { } port ? WithPort(each.Host, port) : each.Host));
    }

    /// <summary>A host and its port; IPv6 in brackets, a folder of sockets percent-encoded.</summary>
    private static (string Host, int? Port) SplitPort(string text)
    {
        var end = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) : -1;
        if (text.StartsWith('[') && end < 0)
            throw new FormatException("DATABASE_URL has a \"[\" without its \"]\" in the host.");
        var colon = text.IndexOf(':', end + 1);
        var host = Decoded((colon < 0 ? text : text[..colon]).Trim('[', ']'), "host");
        if (end >= 0 && !IPAddress.TryParse(host, out _))
            throw new FormatException($"DATABASE_URL: \"{host}\" is no IPv6 address.");
        if (colon < 0)
            return (host, null);
        return int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65_536
            ? (host, port)
            : throw new FormatException("DATABASE_URL: the port is no number from 1 to 65535. In a password write \"/\", \":\", \"?\" and \"#\" as %2F, %3A, %3F and %23.");
    }

    private static void ReadParameter(NpgsqlConnectionStringBuilder settings, string pair)
    {
        var sign = pair.IndexOf('=', StringComparison.Ordinal);
        var name = sign < 0 ? pair : pair[..sign];
        var value = sign < 0 ? "" : Decoded(pair[(sign + 1)..], name);
        if (!Parameters.TryGetValue(name, out var set))
            throw new FormatException($"DATABASE_URL: there is no parameter \"{name}\" here. Known are {string.Join(", ", Parameters.Keys)}.");
        if (!TrySet(() => set(settings, value)))
            throw new FormatException($"DATABASE_URL: the value of {name} cannot be read.");
    }

    /// <summary>Sets what the driver checks. What it says is not passed on: it may quote the value, and the value may be the password.</summary>
    private static bool TrySet(Action set)
    {
        try
        {
            set();
            return true;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException or OverflowException)
        {
            return false;
        }
    }

    private static NpgsqlConnectionStringBuilder Checked(NpgsqlConnectionStringBuilder settings)
    {
        if (string.IsNullOrEmpty(settings.Host))
            throw new FormatException("DATABASE_URL names no host.");
        if (string.IsNullOrEmpty(settings.Database))
            settings.Database = settings.Username ?? throw new FormatException("DATABASE_URL names no database.");
        return settings;
    }

    private static string Decoded(string text, string what)
    {
        for (var i = text.IndexOf('%', StringComparison.Ordinal); i >= 0; i = text.IndexOf('%', i + 1))
        {
            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
                throw new FormatException($"DATABASE_URL: a \"%\" in the {what} is not followed by two hexadecimal digits. Write the sign itself as %25.");
        }

        return Uri.UnescapeDataString(text);
    }

    /// <summary>A host as it stands in a URL. A folder of sockets has no port, and one that has its port already keeps it.</summary>
    private static string WithPort(string host, int port) => host switch
    {
        ['/', ..] or ['@', ..] or ['[', ..] => host,
        _ when IPAddress.TryParse(host, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 => $"[{host}]:{port}",
        _ when host.Contains(':', StringComparison.Ordinal) => host,
        _ => $"{host}:{port}",
    };
}
