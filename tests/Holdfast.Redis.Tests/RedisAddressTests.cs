using System.ComponentModel.DataAnnotations;
using Holdfast.Redis.Addresses;

namespace Holdfast.Redis.Tests;

[Trait("Req", "CX-6")]
public sealed class RedisAddressTests
{
    [Theory]
    [InlineData("redis://localhost", "Unspecified/localhost:6379", null, null, 0, false, "redis://localhost:6379/0")]
    [InlineData("redis://localhost:6380/15", "Unspecified/localhost:6380", null, null, 15, false, "redis://localhost:6380/15")]
    [InlineData("  REDIS://cache.example.com/  ", "Unspecified/cache.example.com:6379", null, null, 0, false, "redis://cache.example.com:6379/0")]
    [InlineData("rediss://10.1.2.3:6390/2", "10.1.2.3:6390", null, null, 2, true, "rediss://10.1.2.3:6390/2")]
    [InlineData("redis://:hidden@host", "Unspecified/host:6379", null, "hidden", 0, false, "redis://***@host:6379/0")]
    [InlineData("redis://ada:hidden@host:1/3", "Unspecified/host:1", "ada", "hidden", 3, false, "redis://***@host:1/3")]
    [InlineData("redis://a%40b:p%3A%2F%40%25%20%23%C3%A4@host", "Unspecified/host:6379", "a@b", "p:/@% #ä", 0, false, "redis://***@host:6379/0")]
    [InlineData("redis://:p/a?s#s:w@rd@host/4", "Unspecified/host:6379", null, "p/a?s#s:w@rd", 4, false, "redis://***@host:6379/4")]
    [InlineData("redis://:100%@host", "Unspecified/host:6379", null, "100%", 0, false, "redis://***@host:6379/0")]
    [InlineData("redis://:a+b@host", "Unspecified/host:6379", null, "a+b", 0, false, "redis://***@host:6379/0")]
    [InlineData("redis://@host", "Unspecified/host:6379", null, null, 0, false, "redis://host:6379/0")]
    [InlineData("redis://[::1]", "[::1]:6379", null, null, 0, false, "redis://[::1]:6379/0")]
    [InlineData("rediss://u:p@[2001:db8::7]:6380/1", "[2001:db8::7]:6380", "u", "p", 1, true, "rediss://***@[2001:db8::7]:6380/1")]
    [InlineData("redis://u:p@a:1,10.0.0.2,[::1]:3/5", "Unspecified/a:1 10.0.0.2:6379 [::1]:3", "u", "p", 5, false, "redis://***@a:1,10.0.0.2:6379,[::1]:3/5")]
    [InlineData("unix:///run/redis.sock", "/run/redis.sock", null, null, 0, false, "unix:///run/redis.sock?db=0")]
    [InlineData("unix://:pw@/run/redis.sock?db=2", "/run/redis.sock", null, "pw", 2, false, "unix://***@/run/redis.sock?db=2")]
    public void An_address_is_read(string url, string endPoints, string? user, string? password, int database, bool isTls, string redacted)
    {
        Assert.True(RedisAddress.TryParse(url, out var address, out var problem), problem);
        Assert.Equal(
            (endPoints, user, password, database, isTls, redacted),
            (string.Join(' ', address.EndPoints), address.User, address.Password, address.Database, address.IsTls, address.ToString()));
    }

    [Theory]
    [InlineData("", "is not an address")]
    [InlineData("localhost:6379", "is not an address")]
    [InlineData("http://:topsecret@host", "must begin with redis://")]
    [InlineData("redis://", "has no host")]
    [InlineData("redis://:topsecret@", "has no host")]
    [InlineData("redis://:topsecret@:6379", "has no host")]
    [InlineData("redis://topsecret@host", "a user without a password")]
    [InlineData("redis://user:@host", "a user without a password")]
    [InlineData("redis://:topsecret@ho st", "has no host")]
    [InlineData("redis://:topsecret@host:", "a port that is none")]
    [InlineData("redis://:topsecret@host:0", "a port that is none")]
    [InlineData("redis://:topsecret@host:65536", "a port that is none")]
    [InlineData("redis://:topsecret@host:abc", "a port that is none")]
    [InlineData("redis://:topsecret@a,,b", "has no host")]
    [InlineData("redis://[::1", "not closed")]
    [InlineData("redis://[::1]6379", "not closed")]
    [InlineData("redis://[host]", "has no host")]
    [InlineData("redis://:topsecret@host/x", "a database that is none")]
    [InlineData("redis://:topsecret@host/-1", "a database that is none")]
    [InlineData("redis://:topsecret@host/0/1", "a database that is none")]
    [InlineData("redis://:topsecret@host/99999999999", "a database that is none")]
    [InlineData("redis://:topsecret@host?db=1", "has no host")]
    [InlineData("unix://redis.sock", "must name a socket file")]
    [InlineData("unix:///redis.sock?database=1", "must name a socket file")]
    [InlineData("unix:///redis.sock?db=x", "a database that is none")]
    [InlineData("unix:///0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890", "too long")]
    [Trait("Req", "CX-7")]
    [Trait("Req", "CX-8")]
    public void What_is_none_is_refused_with_the_reason_and_without_its_secrets(string url, string reason)
    {
        Assert.False(RedisAddress.TryParse(url, out _, out var problem));
        Assert.Contains(reason, problem, StringComparison.Ordinal);
        var invalid = new List<ValidationResult>();
        var options = new RedisOptions { Url = url };
        Assert.False(Validator.TryValidateObject(options, new ValidationContext(options), invalid, validateAllProperties: true));
        var message = Assert.Single(invalid).ErrorMessage!;
        Assert.StartsWith("Url (REDIS_URL) ", message, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", message, StringComparison.Ordinal);
    }
}
