using System.Security.Authentication;
using Npgsql;

namespace Holdfast.Postgres.Addresses;

/// <summary>What libpq and others call their ways of TLS.</summary>
internal static class TlsNames
{
    /// <summary>Encrypted, with whomever: node-pg's word, and what Heroku's certificates need.</summary>
    public const string Unverified = "no-verify";

    /// <summary>libpq's, and that. Nothing else: a mode that was misspelt would be a weaker one.</summary>
    private static readonly string[] Modes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full", Unverified];

    /// <summary>A mode by its exact name.</summary>
    public static string Mode(string value) => Array.Find(Modes, mode => mode == value) ?? throw new FormatException($"has a value of sslmode that is none of {string.Join(", ", Modes)}.");

    /// <summary>What <c>ssl=</c> means as a mode: JDBC's and node's on and off, asyncpg's modes.</summary>
    public static string Switch(string value) => value switch
    {
        "true" or "1" or "on" or "yes" => "require",
        "false" or "0" or "off" or "no" => "disable",
        _ => Array.Find(Modes, mode => mode == value) ?? throw new FormatException("has a value of ssl that is neither true nor false."),
    };

    /// <summary>What Npgsql's own form says, as a mode.</summary>
    public static string Of(SslMode mode) => mode switch
    {
        SslMode.Disable => "disable",
        SslMode.Allow => "allow",
        SslMode.Prefer => "prefer",
        SslMode.Require => "require",
        SslMode.VerifyCA => "verify-ca",
        _ => "verify-full",
    };

    /// <summary>A version; null for one that is older than any that is spoken here.</summary>
    public static SslProtocols? Version(string value) => value switch
    {
        "TLSv1" or "TLSv1.1" => null,
        "TLSv1.2" => SslProtocols.Tls12,
        "TLSv1.3" => SslProtocols.Tls13,
        _ => throw new ArgumentException(message: null, nameof(value)),
    };
}
