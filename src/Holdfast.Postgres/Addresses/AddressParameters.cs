using System.Globalization;
using Holdfast.Configuration;
using Npgsql;

namespace Holdfast.Postgres.Addresses;

/// <summary>
/// The parameters of an address: all of libpq's, and those that other clients and the clouds put there. Each is taken with the meaning it
/// has there, passed over where it means nothing here, or refused with what to do instead.
/// Source: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS
/// </summary>
internal static class AddressParameters
{
    private static readonly Dictionary<string, Action<AddressDraft, string>> Taken = new(StringComparer.OrdinalIgnoreCase)
    {
        ["host"] = static (draft, value) => draft.Hosts = value,
        ["hostaddr"] = static (draft, value) => draft.HostAddresses = value,
        ["port"] = static (draft, value) => draft.Ports = value,
        ["dbname"] = static (draft, value) => draft.Settings.Database = value,
        ["user"] = static (draft, value) => draft.Settings.Username = value,
        ["password"] = static (draft, value) => draft.Settings.Password = value.Length == 0 ? null : value,
        ["passfile"] = static (draft, value) => draft.Settings.Passfile = value,
        ["require_auth"] = static (draft, value) => draft.Settings.RequireAuth = Methods(value),
        ["channel_binding"] = static (draft, value) => draft.Settings.ChannelBinding = NamedAs<ChannelBinding>(value, "disable", "prefer", "require"),
        ["connect_timeout"] = static (draft, value) => draft.ConnectTimeout = Number(value),
        ["application_name"] = static (draft, value) => draft.Settings.ApplicationName = value,
        ["applicationname"] = static (draft, value) => draft.Settings.ApplicationName = value,
        ["fallback_application_name"] = static (draft, value) => draft.FallbackName = value,
        ["options"] = static (draft, value) => draft.Settings.Options = value,
        ["keepalives"] = static (draft, value) => draft.IsKeptAlive = Number(value) != 0,
        ["keepalives_idle"] = static (draft, value) => draft.KeepAliveIdle = Number(value),
        ["keepalives_interval"] = static (draft, value) => draft.KeepAliveInterval = Number(value),
        ["gssencmode"] = static (draft, value) => draft.Settings.GssEncryptionMode = NamedAs<GssEncryptionMode>(value, "disable", "prefer", "require"),
        ["krbsrvname"] = static (draft, value) => draft.Settings.KerberosServiceName = value,
        ["sslmode"] = static (draft, value) => draft.SslMode = TlsNames.Mode(value),
        ["ssl"] = static (draft, value) => draft.SslSwitch = TlsNames.Switch(value),
        ["requiressl"] = static (draft, value) => draft.SslSwitch = OneOf(value, ("0", "prefer"), ("1", "require")),
        ["sslaccept"] = static (draft, value) => draft.IsStrict = OneOf(value, ("strict", true), ("accept_invalid_certs", false)),
        ["sslnegotiation"] = static (draft, value) => draft.Settings.SslNegotiation = NamedAs<SslNegotiation>(value, "postgres", "direct"),
        ["sslrootcert"] = static (draft, value) => draft.RootCertificate = value,
        ["sslcert"] = static (draft, value) => draft.Settings.SslCertificate = value,
        ["sslkey"] = static (draft, value) => draft.Settings.SslKey = value,
        ["sslpassword"] = static (draft, value) => draft.Settings.SslPassword = value,
        ["ssl_min_protocol_version"] = static (draft, value) => draft.MinTls = TlsNames.Version(value),
        ["ssl_max_protocol_version"] = static (draft, value) => draft.MaxTls = TlsNames.Version(value),
        ["target_session_attrs"] = static (draft, value) => draft.SessionAttributes = OneOf(
            value, ("any", "any"), ("read-write", "read-write"), ("primary", "primary"), ("prefer-standby", null), ("read-only", null), ("standby", null))
            ?? throw new FormatException("leads to a server that takes no writes, by target_session_attrs. Holdfast needs primary or read-write."),
        ["load_balance_hosts"] = static (draft, value) => draft.Settings.LoadBalanceHosts = OneOf(value, ("disable", false), ("random", true)),
        ["replication"] = static (_, value) => Off(value, "replication"),
        ["sslcertmode"] = static (draft, value) => draft.SendsCertificate = OneOf(value, ("disable", false), ("allow", true)),
    };

    /// <summary>Those that change nothing about what is done: how others pool, prepare or wait, and limits that Holdfast sets itself.</summary>
    private static readonly HashSet<string> PassedOver = new(
        [
            // libpq's own, for which there is nothing here.
            "keepalives_count", "tcp_user_timeout", "client_encoding", "sslcompression", "sslsni", "sslkeylogfile", "gsslib", "gssdelegation",
            "min_protocol_version", "max_protocol_version",

            // Prisma's, node-pg's, Supabase's, JDBC's, pgx's, lib/pq's, asyncpg's.
            "pgbouncer", "connection_limit", "pool_timeout", "socket_timeout", "statement_cache_size", "schema", "uselibpqcompat", "supa",
            "query_timeout", "statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "search_path", "currentschema", "timezone",
            "preparethreshold", "prepared_statement_cache_size", "rewritebatchedinserts", "tcpkeepalive", "sockettimeout", "logintimeout",
            "binary_parameters", "default_query_exec_mode", "description_cache_capacity", "statement_cache_capacity", "pool_max_conns",
            "pool_min_conns", "pool_max_conn_lifetime", "pool_max_conn_idle_time", "pool_health_check_period", "command_timeout",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Those without which the connection would be another one, or a weaker one.</summary>
    private static readonly Dictionary<string, string> Refused = new(StringComparer.OrdinalIgnoreCase)
    {
        ["service"] = "write what the service file says into the address",
        ["servicefile"] = "write what the service file says into the address",
        ["sslcrl"] = "lists of revoked certificates are not read; take it out, or let a proxy on this machine check them",
        ["sslcrldir"] = "lists of revoked certificates are not read; take it out, or let a proxy on this machine check them",
        ["requirepeer"] = "who owns the server's socket is not checked; give its folder to that user alone, and take it out",
        ["scram_client_key"] = "give the password instead",
        ["scram_server_key"] = "give the password instead",
        ["sslidentity"] = "give certificate and key as sslcert and sslkey",
        ["oauth_issuer"] = "OAuth is not spoken; give the user a password",
        ["oauth_client_id"] = "OAuth is not spoken; give the user a password",
        ["oauth_client_secret"] = "OAuth is not spoken; give the user a password",
        ["oauth_scope"] = "OAuth is not spoken; give the user a password",
    };

    /// <summary>libpq's spelling of a parameter; null for one that is not known.</summary>
    public static string? Find(string name) =>
        Taken.ContainsKey(name) || PassedOver.Contains(name) || Refused.ContainsKey(name) ? name.ToLowerInvariant() : null;

    /// <summary>Says that one is not known. Its name is not shown: behind a password with a "?" or "&amp;" it is a part of that.</summary>
    public static string Unknown(string name, int number)
    {
        var nearest = Taken.Keys.Select(known => (Name: known, Distance: EditDistance.Between(known, name))).MinBy(static candidate => candidate.Distance);
        var guess = nearest.Distance <= 2 ? $"did you mean {nearest.Name}?" : "known are libpq's, and those that docs/scaling.md lists.";
        return $"has a parameter that is not known, number {number}: {guess} In a password write \"?\", \"&\" and \"=\" as %3F, %26 and %3D.";
    }

    /// <summary>Sets one that is known.</summary>
    /// <exception cref="FormatException">It is refused, or its value is none.</exception>
    public static void Set(AddressDraft draft, string name, string value)
    {
        if (Refused.TryGetValue(name, out var remedy))
            throw new FormatException($"has the parameter {name}, which is not taken here: {remedy}.");
        if (!Taken.TryGetValue(name, out var set))
        {
            draft.PassedOver.Add(name);
            return;
        }

        if (!TrySet(set, draft, value))
            throw new FormatException($"has a value of {name} that cannot be read.");
    }

    /// <summary>Sets what the driver checks. What it says is not passed on: it may quote the value, and the value may be the password.</summary>
    private static bool TrySet(Action<AddressDraft, string> set, AddressDraft draft, string value)
    {
        try
        {
            set(draft, value);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or KeyNotFoundException or OverflowException)
        {
            return false;
        }
    }

    /// <summary>The value by its exact name, as libpq takes it.</summary>
    private static T OneOf<T>(string value, params ReadOnlySpan<(string Name, T Meaning)> known)
    {
        foreach (var (name, meaning) in known)
        {
            if (name == value)
                return meaning;
        }

        throw new ArgumentException(message: null, nameof(value));
    }

    private static T NamedAs<T>(string value, params ReadOnlySpan<string> names)
        where T : struct, Enum => names.Contains(value) ? Enum.Parse<T>(value, ignoreCase: true) : throw new ArgumentException(message: null, nameof(value));

    private static int Number(string value) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw new OverflowException();

    private static void Off(string value, string name)
    {
        if (value is not ("false" or "off" or "no" or "0"))
            throw new FormatException($"asks for {name}, which Holdfast has no use for: take it out.");
    }

    private static string Methods(string value) => string.Join(',', value.Split(',').Select(static each => (each.StartsWith('!') ? "!" : "") + OneOf(
        each.TrimStart('!'),
        ("password", "Password"), ("md5", "MD5"), ("gss", "GSS"), ("sspi", "SSPI"), ("scram-sha-256", "ScramSHA256"), ("none", "None"))));
}
