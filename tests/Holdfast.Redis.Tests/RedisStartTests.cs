using System.Diagnostics;
using Holdfast.Redis.Connections;
using Holdfast.Testing;
using Holdfast.Testing.Servers;

namespace Holdfast.Redis.Tests;

/// <summary>A Redis that cannot be used is found out at the start, within 10 s, and said without secrets.</summary>
[Trait("Req", "CX-4")]
[Trait("Req", "CX-7")]
public sealed class RedisStartTests
{
    private const string Secret = "top-secret/p@ss:w%rd";

    private static readonly string Encoded = Uri.EscapeDataString(Secret);
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(30);

    [Fact]
    [Trait("Req", "CX-6")]
    public async Task A_password_with_odd_characters_a_user_and_a_database_are_used()
    {
        await using var server = await RedisServer.StartAsync(new RedisServerOptions { Password = Secret });
        await server.CommandAsync("ACL", "SETUSER", "ada", "on", $">{Secret}", "resetkeys", "~slack_conv:*", "~{slack_conv:*}:ids", "-@all", "+eval", "+evalsha", "+script|load", "+ping", "+echo", "+select", "+type", "+get", "+getrange", "+set", "+hget", "+hgetall", "+hset", "+hdel", "+strlen", "+pexpire", "+del");

        await using var first = await RedisBench.OpenAsync(server.Url);
        await first.SayAsync(RedisBench.NewRun(), "default user");
        await using var second = await RedisBench.OpenAsync($"redis://ada:{Encoded}@localhost:{server.Port}/3");
        await second.SayAsync(RedisBench.NewRun(), "ada");

        Assert.Equal(["default user"], await first.HeardAsync());
        Assert.Equal(["ada"], await second.HeardAsync());
        Assert.True(await second.Memory.KnowsAsync(RedisBench.Here, CancellationToken.None));
        Assert.DoesNotContain(second.Logs.Lines, line => line.Text.Contains(Secret, StringComparison.Ordinal) || line.Text.Contains(Encoded, StringComparison.Ordinal));
        Assert.Contains(second.Logs.Lines, line => line.Text == $"Conversation memory is in Redis at redis://***@localhost:{server.Port}/3");
    }

    [Fact]
    [Trait("Req", "CX-6")]
    public async Task TLS_with_a_private_authority_and_socket_files_are_used()
    {
        await using var server = await RedisServer.StartAsync(new RedisServerOptions { IsTls = true, Password = Secret });
        await using var overTls = await RedisBench.OpenAsync(new RedisOptions { Url = server.Url, CertificateAuthority = server.CertificateAuthority });
        await overTls.SayAsync(RedisBench.NewRun(), "over TLS");
        await using var overFile = await RedisBench.OpenAsync($"unix://:{Encoded}@{server.SocketFile}");
        Assert.Equal(["over TLS"], await overFile.HeardAsync());
    }

    [Theory]
    [InlineData("redis://:wrong-{0}@127.0.0.1:{1}/0", "refused the user or the password")]
    [InlineData("redis://ada:{0}@127.0.0.1:{1}/0", "refused the user or the password")]
    [InlineData("redis://127.0.0.1:{1}/0", "refused the user or the password")]
    [InlineData("redis://:{0}@127.0.0.1:{1}/99", "has no database 99")]
    [InlineData("rediss://:{0}@127.0.0.1:{1}/0", "gave no TLS answer")]
    public async Task What_a_server_refuses_is_said(string url, string cause)
    {
        await using var server = await RedisServer.StartAsync(new RedisServerOptions { Password = Secret });
        await RefusedAsync(new RedisOptions { Url = string.Format(url, Encoded, server.Port) }, cause, $"127.0.0.1:{server.Port}/");
    }

    [Fact]
    public async Task A_server_with_TLS_refuses_what_is_plain_and_one_that_nobody_vouches_for_is_refused()
    {
        await using var server = await RedisServer.StartAsync(new RedisServerOptions { IsTls = true, Password = Secret });
        await RefusedAsync(new RedisOptions { Url = server.Url.Replace("rediss", "redis", StringComparison.Ordinal) }, "whether it needs rediss:// (TLS)", $"{server.Port}/0");
        await RefusedAsync(new RedisOptions { Url = server.Url }, "did not come to terms about TLS", $"{server.Port}/0");
    }

    [Fact]
    [Trait("Req", "RS-25")]
    public async Task A_certificate_that_nobody_vouches_for_is_taken_when_that_is_said_and_a_warning_with_it()
    {
        await using var server = await RedisServer.StartAsync(new RedisServerOptions { IsTls = true, Password = Secret, Arguments = ["--bind", "127.0.0.1", "127.0.0.2"] });
        using var elsewhere = new TemporaryFolder();
        var others = new TestCertificates(elsewhere.Path);
        await RefusedAsync(new RedisOptions { Url = server.Url }, "no authority of this system vouches for its certificate");
        await RefusedAsync(new RedisOptions { Url = server.Url, CertificateAuthority = others.AuthorityFile }, $"no authority in {others.AuthorityFile} vouches for its certificate");
        var underAnotherName = server.Url.Replace("127.0.0.1", "127.0.0.2", StringComparison.Ordinal);
        await RefusedAsync(new RedisOptions { Url = underAnotherName, CertificateAuthority = server.CertificateAuthority }, "its certificate is not for 127.0.0.2");

        foreach (var options in (RedisOptions[])[new() { Url = server.Url, TrustServerCertificate = true }, new() { Url = $"{server.Url}?ssl_cert_reqs=none" }])
        {
            await using var trusting = await RedisBench.OpenAsync(options);
            Assert.Contains(trusting.Logs.Lines, line => line.Text.Contains("certificate is not verified", StringComparison.Ordinal));
            Assert.True(trusting.Connection.TrustsAnyCertificate);
        }

        foreach (var url in (string[])[$"{server.Url}?ssl_ca_certs={server.CertificateAuthority}", $"{underAnotherName}?ssl_check_hostname=false&ssl_ca_certs={server.CertificateAuthority}", $"127.0.0.1:{server.Port},password={Secret},ssl=True,sslHost=localhost"])
        {
            await using var verifying = await RedisBench.OpenAsync(new RedisOptions { Url = url, CertificateAuthority = server.CertificateAuthority });
            Assert.False(verifying.Connection.TrustsAnyCertificate);
            Assert.DoesNotContain(verifying.Logs.Lines, line => line.Text.Contains("not verified", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Where_nobody_listens_or_no_such_host_is_that_is_said()
    {
        var port = Ports.Free();
        await RefusedAsync(new RedisOptions { Url = $"redis://:{Encoded}@127.0.0.1:{port}/0" }, "cannot be reached", $"redis://***@127.0.0.1:{port}/0");
        await RefusedAsync(new RedisOptions { Url = $"redis://:{Encoded}@no-such-host.invalid/0" }, "cannot be reached", "redis://***@no-such-host.invalid:6379/0");
        await RefusedAsync(new RedisOptions { Url = $"unix://:{Encoded}@/nowhere/redis.sock" }, "cannot be reached", "unix://***@/nowhere/redis.sock");
    }

    [Theory]
    [InlineData(null, "Check")]
    [InlineData("-LOADING Redis is loading the dataset in memory", "still loading")]
    [InlineData("HTTP/1.1 400 Bad Request", "Check")]
    public async Task One_that_is_silent_loading_or_no_Redis_at_all_is_given_up_on(string? answer, string cause)
    {
        await using var fake = new FakeRedis(answer);
        await RefusedAsync(new RedisOptions { Url = $"redis://:{Encoded}@127.0.0.1:{fake.Port}" }, cause, $"redis://***@127.0.0.1:{fake.Port}/0");
    }

    [Theory]
    [InlineData("/nowhere/ca.pem")]
    [InlineData("/etc/hostname")]
    [InlineData("/etc")]
    [Trait("Req", "CX-8")]
    public void A_file_without_a_certificate_is_named(string file)
    {
        var error = Assert.Throws<RedisUnavailableException>(
            () => new RedisBench(new RedisOptions { Url = $"rediss://:{Encoded}@127.0.0.1", CertificateAuthority = file }));
        Assert.StartsWith($"Redis:CertificateAuthority: {file} is no file with a certificate", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "CX-6")]
    public async Task Of_several_servers_the_primary_is_written_to()
    {
        await using var primary = await RedisServer.StartAsync();
        await using var replica = await RedisServer.StartAsync(new RedisServerOptions { Arguments = ["--replicaof", "127.0.0.1", $"{primary.Port}"] });
        await using var redis = await RedisBench.OpenAsync($"redis://127.0.0.1:{replica.Port},127.0.0.1:{primary.Port}/0");

        await redis.SayAsync(RedisBench.NewRun(), "hi");

        Assert.Equal("""[{"role":"user","content":"hi"}]""", await primary.CommandAsync("GET", RedisBench.Key));
        Assert.Equal(["hi"], await redis.HeardAsync());
    }

    [Fact]
    public async Task One_that_starts_a_moment_later_is_waited_for()
    {
        var port = Ports.Free();
        await using var redis = new RedisBench(new RedisOptions { Url = $"redis://127.0.0.1:{port}" });
        var opening = redis.Connection.OpenAsync(CancellationToken.None);
        await using var server = await RedisServer.StartAsync(new RedisServerOptions { Port = port });
        await opening.WaitAsync(AtOnce);
        await redis.SayAsync(RedisBench.NewRun(), "in time");
    }

    private static async Task RefusedAsync(RedisOptions options, params string[] parts)
    {
        await using var redis = new RedisBench(options);
        var since = Stopwatch.GetTimestamp();

        var error = await Assert.ThrowsAsync<RedisUnavailableException>(() => redis.Connection.OpenAsync(CancellationToken.None));

        Assert.True(Stopwatch.GetElapsedTime(since) < AtOnce, $"It took {Stopwatch.GetElapsedTime(since)}.");
        Assert.All([.. parts, "REDIS_URL"], part => Assert.True(error.Message.Contains(part, StringComparison.Ordinal), $"Expected {part}: {error}"));
        Assert.All([error.ToString(), .. redis.Logs.Lines.Select(line => $"{line.Text} {line.Error}")], text =>
        {
            Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
            Assert.DoesNotContain(Encoded, text, StringComparison.Ordinal);
        });
    }
}
