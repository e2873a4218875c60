using Holdfast.Conversations;
using Holdfast.Redis;
using Holdfast.Redis.Connections;
using Holdfast.Redis.Memory;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Holdfast.Server.Doctor.Checks;

/// <summary>Whether conversation memory can be in the Redis of <c>REDIS_URL</c>: what a start tries, and nothing besides.</summary>
internal sealed class RedisCheck(IOptions<RedisOptions> options, RedisMetrics metrics, TimeProvider time) : IDoctorCheck
{
    public string Name => "redis";

    public IReadOnlyList<string> Needs => ["Redis:Url", "Redis:CertificateAuthority"];

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(options.Value.Url))
            return CheckResult.Skipped("REDIS_URL is not set: conversation memory is in the store");
        await using var redis = new RedisConnection(options, new MemoryHealth(time), metrics, time, NullLogger<RedisConnection>.Instance);
        try
        {
            await redis.OpenAsync(cancellationToken);
            return CheckResult.Ok($"{redis.Address} does what memory needs");
        }
        catch (RedisUnavailableException e)
        {
            return CheckResult.Failed(e.Message, "correct REDIS_URL, or what the message names");
        }
    }
}
