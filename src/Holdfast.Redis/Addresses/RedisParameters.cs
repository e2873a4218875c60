using Holdfast.Configuration;

namespace Holdfast.Redis.Addresses;

/// <summary>
/// What clients put into an address besides server, user and database: taken with the meaning it has there, passed over where it
/// means nothing here, or refused with what to do instead.
/// </summary>
internal sealed class RedisParameters
{
    private readonly Dictionary<string, Action<RedisAddressDraft, string>> _taken;
    private readonly HashSet<string> _silent;
    private readonly HashSet<string> _passedOver;
    private readonly Dictionary<string, string> _refused;

    private RedisParameters(Dictionary<string, Action<RedisAddressDraft, string>> taken, string[] silent, string[] passedOver, Dictionary<string, string> refused)
    {
        _taken = new(taken, StringComparer.OrdinalIgnoreCase);
        _silent = new(silent, StringComparer.OrdinalIgnoreCase);
        _passedOver = new(passedOver, StringComparer.OrdinalIgnoreCase);
        _refused = new(refused, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Those of redis-py, ioredis, go-redis and Lettuce, in the query of a URL.</summary>
    public static RedisParameters OfUrls { get; } = new(
        taken: new()
        {
            ["db"] = static (draft, value) => draft.Database = RedisAddressDraft.ReadDatabase(value),
            ["database"] = static (draft, value) => draft.Database = RedisAddressDraft.ReadDatabase(value),
            ["username"] = static (draft, value) => draft.User = value,
            ["password"] = static (draft, value) => draft.Password = value.Length == 0 ? null : value,
            ["ssl"] = static (draft, value) => draft.IsTls |= IsOn(value),
            ["tls"] = static (draft, value) => draft.IsTls |= IsOn(value),
            ["ssl_cert_reqs"] = static (draft, value) => draft.ChecksCertificate = IsRequired(value),
            ["ssl_check_hostname"] = static (draft, value) => draft.ChecksHost = IsOn(value),
            ["ssl_ca_certs"] = static (draft, value) => draft.CertificateAuthority = value,
            ["skip_verify"] = static (draft, value) => draft.ChecksCertificate = !IsOn(value),
        },
        silent: ["family", "protocol", "client_name", "lib_name", "lib_version"],
        passedOver:
        [
            "timeout", "connect_timeout", "socket_timeout", "socket_connect_timeout", "socket_keepalive", "retry_on_timeout", "retry_on_error", "health_check_interval",
            "max_connections", "encoding", "encoding_errors", "decode_responses", "connecttimeout", "commandtimeout", "keepalive", "maxretriesperrequest", "enablereadycheck",
            "enableofflinequeue", "lazyconnect", "autopipelining", "dial_timeout", "read_timeout", "write_timeout", "pool_size", "pool_timeout", "pool_fifo", "min_idle_conns",
            "max_idle_conns", "max_active_conns", "conn_max_idle_time", "conn_max_lifetime", "idle_timeout", "max_retries", "min_retry_backoff", "max_retry_backoff", "clientname",
        ],
        refused: new()
        {
            ["ssl_certfile"] = "certificates of clients are not sent; give the user a password",
            ["ssl_keyfile"] = "certificates of clients are not sent; give the user a password",
            ["ssl_ca_path"] = "name a file with the authority in Redis:CertificateAuthority",
            ["ssl_ca_data"] = "name a file with the authority in Redis:CertificateAuthority",
            ["keyprefix"] = "set Redis:KeyPrefix",
            ["sentinelmasterid"] = "Sentinel is not asked; name the primary, or all servers with commas between them",
            ["master_name"] = "Sentinel is not asked; name the primary, or all servers with commas between them",
            ["addr"] = "name all servers before the first slash, with commas between them",
        });

    /// <summary>Those of StackExchange.Redis, between commas.</summary>
    public static RedisParameters OfLists { get; } = new(
        taken: new()
        {
            ["user"] = static (draft, value) => draft.User = value.Length == 0 ? null : value,
            ["password"] = static (draft, value) => draft.Password = value.Length == 0 ? null : value,
            ["ssl"] = static (draft, value) => draft.IsTls = IsOn(value),
            ["sslHost"] = static (draft, value) => draft.TlsHost = value,
            ["defaultDatabase"] = static (draft, value) => draft.Database = RedisAddressDraft.ReadDatabase(value),
        },
        silent: ["abortConnect", "protocol", "version", "name", "resolveDns"],
        passedOver:
        [
            "allowAdmin", "asyncTimeout", "syncTimeout", "connectTimeout", "connectRetry", "responseTimeout", "keepAlive", "tiebreaker", "configChannel", "configCheckSeconds",
            "channelPrefix", "writeBuffer", "setlib", "highIntegrity", "heartbeatInterval", "includeDetailInExceptions", "includePerformanceCountersInExceptions",
            "checkCertificateRevocation", "preserveAsyncOrder",
        ],
        refused: new()
        {
            ["serviceName"] = "Sentinel is not asked; name the primary, or all servers with commas between them",
            ["proxy"] = "proxies that are none of Redis' own are not spoken to",
            ["tunnel"] = "tunnels are not used; name the server's address",
            ["sslProtocols"] = "the versions of TLS are the system's; take it out",
            ["certificateIssuer"] = "name the file in Redis:CertificateAuthority",
        });

    /// <summary>Sets one.</summary>
    /// <param name="draft">Where.</param>
    /// <param name="name">Its name, which is shown only when it is known: it may be a part of a password.</param>
    /// <param name="value">Its value, which is not shown.</param>
    /// <param name="number">Which it is.</param>
    /// <exception cref="FormatException">It is not known, refused, or has a value that is none.</exception>
    public void Set(RedisAddressDraft draft, string name, string value, int number)
    {
        if (_taken.TryGetValue(name, out var set))
        {
            if (!TrySet(set, draft, value))
                throw new FormatException($"has a value of {name.ToLowerInvariant()} that cannot be read.");
        }
        else if (_passedOver.TryGetValue(name, out var known))
        {
            draft.PassedOver.Add(known);
        }
        else if (_refused.TryGetValue(name, out var remedy))
        {
            throw new FormatException($"has the parameter {name.ToLowerInvariant()}, which is not taken here: {remedy}.");
        }
        else if (!_silent.Contains(name))
        {
            throw new FormatException(Unknown(name, number));
        }
    }

    private string Unknown(string name, int number)
    {
        var nearest = _taken.Keys.Select(known => (Name: known, Distance: EditDistance.Between(known, name))).MinBy(static candidate => candidate.Distance);
        var guess = nearest.Distance <= 2 ? $"did you mean {nearest.Name}?" : $"known are {string.Join(", ", _taken.Keys)}.";
        return $"has a parameter that is not known, number {number}: {guess} Odd characters of a password are percent-encoded.";
    }

    private static bool TrySet(Action<RedisAddressDraft, string> set, RedisAddressDraft draft, string value)
    {
        try
        {
            set(draft, value);
            return true;
        }
        catch (ArgumentException)
        {
            // Its words would be about the code and not about the address.
            return false;
        }
    }

    private static bool IsOn(string value) => value.ToLowerInvariant() switch
    {
        "true" or "1" or "yes" or "on" => true,
        "false" or "0" or "no" or "off" => false,
        _ => throw new ArgumentException(message: null, nameof(value)),
    };

    /// <summary>redis-py's words, and those of Python's ssl for them. Optional is what a client cannot be: it asks as well.</summary>
    private static bool IsRequired(string value) => value.ToLowerInvariant() switch
    {
        "required" or "optional" or "cert_required" or "cert_optional" => true,
        "none" or "cert_none" => false,
        _ => throw new ArgumentException(message: null, nameof(value)),
    };
}
