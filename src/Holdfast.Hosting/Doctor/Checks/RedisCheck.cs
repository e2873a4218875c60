using Holdfast.Conversations;
using Holdfast.Diagnostics;
using Holdfast.Redis.Connections;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Doctor.Checks;

/// <summary>Whether conversation memory can be in the Redis of <c>REDIS_URL</c>: what a start tries, and nothing besides.</summary>
internal sealed class RedisCheck(IOptions<RedisOptions> options, RedisMetrics metrics, TimeProvider time) : IDoctorCheck
{
    public string Name => "redis";

    public IReadOnlyList<string> Needs => ["Redis:Url", "Redis:CertificateAuthority", "Redis:TrustServerCertificate"];

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(options.Value.Url))
            return CheckResult.Skipped("REDIS_URL is not set: conversation memory is in the store");
        await using var redis = new RedisConnection(options, new MemoryHealth(time), metrics, time, NullLogger<RedisConnection>.Instance);
        try
        {
            await redis.OpenAsync(cancellationToken);
            if (redis.TrustsAnyCertificate)
                return CheckResult.Warning($"{redis.Address} does what memory needs; its certificate is not verified, so anyone in between can read and answer everything", "name the authority in Redis:CertificateAuthority where there is one, and set Redis:TrustServerCertificate to false");
            return redis.PassedOver.Count > 0
                ? CheckResult.Warning($"{redis.Address} does what memory needs; {string.Join(", ", redis.PassedOver)} in its address are ignored", "take them out of REDIS_URL")
                : CheckResult.Ok($"{redis.Address} does what memory needs");
        }
        catch (RedisUnavailableException e)
        {
            return CheckResult.Failed(e.Message, "correct REDIS_URL, or what the message names");
        }
    }
}
