using System.ComponentModel.DataAnnotations;
using Holdfast.Redis.Addresses;
using Holdfast.Redis.Connections;

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
    [InlineData("redis://default:hidden@cache:6379?family=0", "Unspecified/cache:6379", "default", "hidden", 0, false, "redis://***@cache:6379/0")]
    [InlineData("redis://localhost:6479?db=2", "Unspecified/localhost:6479", null, null, 2, false, "redis://localhost:6479/2")]
    [InlineData("redis://cache/0?db=2&protocol=3", "Unspecified/cache:6379", null, null, 2, false, "redis://cache:6379/2")]
    [InlineData("redis://cache:6379/3/", "Unspecified/cache:6379", null, null, 3, false, "redis://cache:6379/3")]
    [InlineData("redis://cache:6379#4", "Unspecified/cache:6379", null, null, 4, false, "redis://cache:6379/4")]
    [InlineData("redis://default:@cache", "Unspecified/cache:6379", null, null, 0, false, "redis://cache:6379/0")]
    [InlineData("redis://default@cache", "Unspecified/cache:6379", null, null, 0, false, "redis://cache:6379/0")]
    [InlineData("redis://cache?username=ada&password=hid%40den", "Unspecified/cache:6379", "ada", "hid@den", 0, false, "redis://***@cache:6379/0")]
    [InlineData("redis://cache?ssl=true", "Unspecified/cache:6379", null, null, 0, true, "rediss://cache:6379/0")]
    [InlineData("rediss://:hidden@cache:6380/0?ssl_cert_reqs=required", "Unspecified/cache:6380", null, "hidden", 0, true, "rediss://***@cache:6380/0")]
    [InlineData("rediss://default:hidden@eu1-x-1.upstash.io:6379", "Unspecified/eu1-x-1.upstash.io:6379", "default", "hidden", 0, true, "rediss://***@eu1-x-1.upstash.io:6379/0")]
    [InlineData("rediss://:p1d@ec2-1-2-3-4.compute-1.amazonaws.com:17279", "Unspecified/ec2-1-2-3-4.compute-1.amazonaws.com:17279", null, "p1d", 0, true, "rediss://***@ec2-1-2-3-4.compute-1.amazonaws.com:17279/0")]
    [InlineData("name.redis.cache.windows.net:6380,password=hid=den=,ssl=True,abortConnect=False", "Unspecified/name.redis.cache.windows.net:6380", null, "hid=den=", 0, true, "rediss://***@name.redis.cache.windows.net:6380/0")]
    [InlineData("cache, password = hidden, SSL = true", "Unspecified/cache:6380", null, "hidden", 0, true, "rediss://***@cache:6380/0")]
    [InlineData("a:1,10.0.0.2,user=ada,password=hidden,defaultDatabase=3", "Unspecified/a:1 10.0.0.2:6379", "ada", "hidden", 3, false, "redis://***@a:1,10.0.0.2:6379/3")]
    [InlineData("unix:///run/redis.sock?database=2", "/run/redis.sock", null, null, 2, false, "unix:///run/redis.sock?db=2")]
    [Trait("Req", "RS-25")]
    public void An_address_is_read(string url, string endPoints, string? user, string? password, int database, bool isTls, string redacted)
    {
        Assert.True(RedisAddress.TryParse(url, out var address, out var problem), problem);
        Assert.Equal(
            (endPoints, user, password, database, isTls, redacted),
            (string.Join(' ', address.EndPoints), address.User, address.Password, address.Database, address.IsTls, address.ToString()));
    }

    [Theory]
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
    [InlineData("redis://:topsecret@host?db=x", "a database that is none")]
    [InlineData("redis://:topsecret@host?db=", "a database that is none")]
    [InlineData("redis://:topsecret@host/0?nonsense=topsecret", "not known, number 1")]
    [InlineData("redis://:topsecret@host?family=4&ssl_cert_req=none", "number 2: did you mean ssl_cert_reqs?")]
    [InlineData("redis://:topsecret@host?ssl_cert_reqs=topsecret", "a value of ssl_cert_reqs")]
    [InlineData("redis://:topsecret@host?ssl_certfile=topsecret", "ssl_certfile, which is not taken")]
    [InlineData("redis://:topsecret@host?keyPrefix=topsecret", "set Redis:KeyPrefix")]
    [InlineData("redis://:topsecret@host#topsecret", "a database that is none")]
    [InlineData("redis://ada:12?timeout=topsecret@host:6379", "more than one way")]
    [InlineData("redis://ada:12?topsecret", "not known, number 1")]
    [InlineData("host:6380,password=a,topsecret,ssl=True", "behind its options that is none")]
    [InlineData("host:6380,password=a,topsecret=b", "not known, number 3")]
    [InlineData("host:6380,password=topsecret,ssl=maybe", "a value of ssl")]
    [InlineData("host:6380,password=topsecret,serviceName=x", "Sentinel is not asked")]
    [InlineData("password=topsecret,host:6380", "is not an address")]
    [InlineData("topsecret://host", "must begin with redis://")]
    [InlineData("unix://redis.sock", "must name a socket file")]
    [InlineData("unix:///redis.sock?dbs=1", "did you mean db?")]
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

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [Trait("Req", "RS-25")]
    public void An_empty_one_is_none_as_templates_leave_it(string? url)
    {
        var options = new RedisOptions { Url = url };
        Assert.True(Validator.TryValidateObject(options, new ValidationContext(options), null, validateAllProperties: true));
        Assert.False(RedisAddress.TryParse(url ?? "", out _, out var problem));
        Assert.Contains("is not an address", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rediss://host", true, true, null)]
    [InlineData("rediss://host?ssl_cert_reqs=none", false, true, null)]
    [InlineData("rediss://host?ssl_cert_reqs=CERT_NONE", false, true, null)]
    [InlineData("rediss://host?skip_verify=true", false, true, null)]
    [InlineData("rediss://host?ssl_check_hostname=False&ssl_ca_certs=/ca.pem", true, false, "/ca.pem")]
    [Trait("Req", "RS-25")]
    public void What_is_asked_of_its_certificate_is_read(string url, bool checksCertificate, bool checksHost, string? authority)
    {
        Assert.True(RedisAddress.TryParse(url, out var address, out var problem), problem);
        Assert.Equal((checksCertificate, checksHost, authority), (address.ChecksCertificate, address.ChecksHost, address.CertificateAuthority));
    }

    [Fact]
    [Trait("Req", "RS-25")]
    public void What_means_nothing_here_is_passed_over_and_named()
    {
        Assert.True(RedisAddress.TryParse("redis://host?family=6&timeout=5&pool_size=10", out var address, out _));
        Assert.Equal(["timeout", "pool_size"], address.PassedOver);
        Assert.True(RedisAddress.TryParse("host,connectTimeout=5000,abortConnect=false", out address, out _));
        Assert.Equal(["connectTimeout"], address.PassedOver);
    }
}
