using System.Security.Authentication;
using Holdfast.Redis.Addresses;
using StackExchange.Redis;

namespace Holdfast.Redis.Connections;

/// <summary>What the client's and the server's errors mean.</summary>
internal static class RedisErrors
{
    private const int MaxShown = 200;

    /// <summary>Whether it is an error of Redis or of the way to it.</summary>
    public static bool IsOne(Exception error) => error is RedisException or RedisTimeoutException or RedisCommandException or TimeoutException;

    /// <summary>A word for metrics.</summary>
    public static string KindOf(Exception error) => error switch
    {
        RedisServerException server => server.Message.Split(' ', 2)[0],
        TimeoutException => "timeout",
        RedisConnectionException connection => connection.FailureType.ToString(),
        _ => error.GetType().Name,
    };

    /// <summary>Whether the same operation may succeed later: what is of another type stays of another type.</summary>
    public static bool IsTransient(Exception error) => !error.Message.Contains("WRONGTYPE", StringComparison.Ordinal);

    /// <summary>The error with its cause and what to check.</summary>
    public static RedisUnavailableException Explain(RedisAddress address, Exception error, string? certificateProblem)
    {
        // What a server says may quote the arguments it was given: conversations.
        var inner = error is RedisServerException ? null : error;
        var (cause, needsPerson) = CauseOf(address, error, certificateProblem);
        return new RedisUnavailableException($"Redis at {address} {cause} (Redis:Url, REDIS_URL)", IsTransient(error), inner) { NeedsPerson = needsPerson };
    }

    private static (string Cause, bool NeedsPerson) CauseOf(RedisAddress address, Exception error, string? certificateProblem)
    {
        var innermost = error;
        AuthenticationException? tls = null;
        var failures = new List<ConnectionFailureType>();
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            (innermost, tls) = (cause, tls ?? cause as AuthenticationException);
            if (cause is RedisConnectionException connection)
                failures.Add(connection.FailureType);
        }

        var said = innermost.Message;
        return true switch
        {
            _ when Says("LOADING") || failures.Contains(ConnectionFailureType.Loading) => ("is still loading its data. Wait until it has, then start again.", NeedsPerson: false),
            _ when Says("NOAUTH") || Says("WRONGPASS") || Says("AUTH ") || (!address.IsTls && failures.Contains(ConnectionFailureType.AuthenticationFailure)) =>
                ("refused the user or the password. Check both; odd characters are percent-encoded.", NeedsPerson: true),
            _ when Says("NOPERM") || Says("can't run this command") => ($"does not allow its user what Holdfast needs: {Short(said)}. Check the user's ACL.", NeedsPerson: true),
            _ when Says("READONLY") => ("is a replica that cannot be written. Name the primary.", NeedsPerson: false),
            _ when Says("OOM") => ("is full (maxmemory). Give it more memory.", NeedsPerson: false),
            _ when Says("MISCONF") => ("refuses writes because it cannot save to its disk. Check its disk and log.", NeedsPerson: false),
            _ when said.Contains("database does not exist", StringComparison.OrdinalIgnoreCase) || said.Contains("DB index is out of range", StringComparison.OrdinalIgnoreCase) =>
                ($"has no database {address.Database}. Check the number at the end of the address.", NeedsPerson: true),
            _ when tls is not null => ($"did not come to terms about TLS: {certificateProblem ?? Short(tls.Message)}. Check the certificate, the host's name, and Redis:CertificateAuthority.", NeedsPerson: true),
            _ when address.IsTls && error is not RedisServerException => ($"gave no TLS answer ({Short(said)}). Check host and port, and whether it is redis:// without TLS.", NeedsPerson: false),
            _ when error is TimeoutException => ("did not answer in time. Check whether it hangs, and the network.", NeedsPerson: false),
            _ when error is RedisServerException => ($"said: {Short(said)}.", NeedsPerson: false),
            _ => ($"cannot be reached ({Short(said)}). Check host, port and firewall, whether it runs, and whether it needs rediss:// (TLS).", NeedsPerson: false),
        };

        bool Says(string code) => said.Contains(code, StringComparison.Ordinal);
    }

    private static string Short(string text)
    {
        var quoted = text.IndexOf(", with args", StringComparison.Ordinal);
        var end = Math.Min(quoted >= 0 ? quoted : text.Length, MaxShown);
        return text[..end].ReplaceLineEndings(" ").Trim().TrimEnd('.');
    }
}
