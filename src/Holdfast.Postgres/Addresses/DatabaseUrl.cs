using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Holdfast.Postgres.Addresses;

/// <summary>
/// Reads <c>DATABASE_URL</c>: a URI or key/value pairs as libpq takes them, or Npgsql's own form. What is wrong is said without
/// quoting anything behind the scheme: whatever stands there may be a password.
/// Source: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING
/// </summary>
public sealed class DatabaseUrl
{
    private const string Forms = "postgres://user:password@host/database, libpq's host=... dbname=..., or Npgsql's Host=...;Database=...";

    /// <summary>Signs that stand in no host and no path of a socket: what has them is a password that was split at the wrong place.</summary>
    internal static readonly SearchValues<char> InNoHost = SearchValues.Create(" ;=\\\"'?#&");

    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    /// <summary>Those that are told by their names. Of any other that stands there nothing is said: it may be a password as well.</summary>
    private static readonly string[] OtherSchemes =
    [
        "jdbc:", "postgresql+psycopg://", "postgresql+psycopg2://", "postgresql+asyncpg://", "postgis://", "prisma://", "prisma+postgres://", "mysql://", "mariadb://",
        "sqlserver://", "mssql://", "sqlite:", "file:", "mongodb://", "cockroachdb://", "redis://", "rediss://", "http://", "https://",
    ];

    internal DatabaseUrl(NpgsqlConnectionStringBuilder settings, ServerCertificate certificate, IReadOnlyList<string> passedOver) =>
        (Settings, Certificate, PassedOver) = (settings, certificate, passedOver);

    /// <summary>What of it the driver is told. The certificate is not the driver's matter.</summary>
    internal NpgsqlConnectionStringBuilder Settings { get; }

    /// <summary>What is demanded of the server's certificate.</summary>
    internal ServerCertificate Certificate { get; }

    /// <summary>Parameters that mean nothing here, by name.</summary>
    internal IReadOnlyList<string> PassedOver { get; }

    /// <summary>Whether the database is named; if not, it has the user's name, which is not shown.</summary>
    internal bool IsDatabaseNamed { get; init; }

    /// <summary>The address without user and password, for people: <c>postgres://***@host:5432/database</c>.</summary>
    public string Redacted
    {
        get
        {
            var hosts = string.Join(',', (Settings.Host ?? "").Split(',').Select(host => WithPort(host, Settings.Port)));
            return $"postgres://{(Settings.Username is null && Settings.Password is null ? "" : "***@")}{hosts}/{(IsDatabaseNamed ? Uri.EscapeDataString(Settings.Database ?? "") : "")}";
        }
    }

    /// <summary>Reads a URL or a connection string.</summary>
    /// <param name="text">What was configured.</param>
    /// <exception cref="FormatException">It is neither. The message says what is wrong of it, as the end of a sentence, and shows no secret.</exception>
    public static DatabaseUrl Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = text.Trim();
        if (Schemes.FirstOrDefault(scheme => trimmed.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) is { } scheme)
            return UrlForm.Read(trimmed[scheme.Length..]);
        if (OtherSchemes.FirstOrDefault(other => trimmed.StartsWith(other, StringComparison.OrdinalIgnoreCase)) is { } foreign)
            throw new FormatException($"begins with \"{foreign}\". Write {Forms}.");
        if (KeyValueForm.Read(trimmed) is { } parameters)
            return AddressDraft.Read(parameters);
        return Keys(trimmed) is { } settings
            ? AddressDraft.Read(settings)
            : throw new FormatException($"cannot be read. Write {Forms}; in libpq's form a value with blanks stands in single quotes.");
    }

    /// <summary>Npgsql's form; null when it is none. What the driver says is not passed on: it may quote a value, and the value may be the password.</summary>
    private static NpgsqlConnectionStringBuilder? Keys(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>A host as it stands in a URL. A folder of sockets has no port, and one that has its port already keeps it.</summary>
    internal static string WithPort(string host, int port) => host switch
    {
        ['/', ..] or ['@', ..] or ['[', ..] => host,
        _ when IPAddress.TryParse(host, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 => $"[{host}]:{port}",
        _ when host.Contains(':', StringComparison.Ordinal) => host,
        _ => $"{host}:{port}",
    };
}
