using FsCheck;
using FsCheck.Fluent;
using Holdfast.Redis.Addresses;
using Holdfast.Testing;

namespace Holdfast.Redis.Tests;

/// <summary>Whatever stands in a password: it is the password, or nothing of it is shown.</summary>
[Trait("Req", "RS-25")]
[Trait("Req", "CX-7")]
public sealed class RedisAddressPropertyTests
{
    private static readonly string[] Pasted =
    [
        "redis://:{0}@cache.example", "rediss://ada:{0}@cache.example:6380/1?ssl_cert_reqs=required", "redis://ada:{0}@cache.example/0/", "redis://default:{0}@one,two:6380/0#1",
        "unix://:{0}@/run/redis.sock?db=1", "redis://{0}:x@cache.example",
    ];

    private static readonly string[] Broken =
    [
        "redis://:{0}", "redis://ada:{0}@", "ada:{0}@cache.example", "{0}", "redis:/:{0}@cache.example", "redis://cache.example?password={0}", "http://:{0}@cache.example",
        "cache.example:6380,password={0},ssl=True", "cache.example,password={0}", "password={0},cache.example", "redis://:{0}@cache.example/{0}", "redis://:{0}@cache.example?{0}=1",
        "rediss://:x@cache.example?ssl_cert_reqs={0}&db={0}", "redis://:{0}@cache.example:{0}",
    ];

    private static readonly Config Often = Config.QuickThrowOnFailure.WithMaxTest(2_000);

    [Fact]
    public void A_password_that_was_pasted_is_taken_for_the_password_or_refused_and_shown_in_no_case() =>
        Check.One(Often, Prop.ForAll(Arb.From(HostilePasswords.All), Arb.From(Gen.Elements(Pasted)), static (password, form) =>
        {
            var isRead = RedisAddress.TryParse(string.Format(form, password), out var address, out var problem);
            return !HostilePasswords.Show(problem ?? "") && (!isRead || (!HostilePasswords.Show($"{address}") && address!.Password is not null));
        }));

    [Fact]
    public void What_is_said_of_an_address_that_is_none_quotes_nothing() =>
        Check.One(Often, Prop.ForAll(Arb.From(HostilePasswords.All), Arb.From(Gen.Elements(Broken)), static (password, form) =>
            RedisAddress.TryParse(string.Format(form, password), out _, out var problem) || !HostilePasswords.Show(problem)));

    [Fact]
    public void Encoded_it_is_the_password() =>
        Check.One(Often, Prop.ForAll(Arb.From(HostilePasswords.All), static password =>
            RedisAddress.TryParse($"redis://ada:{Uri.EscapeDataString(password)}@cache.example", out var address, out _)
                && address.Password == password && $"{address}" == "redis://***@cache.example:6379/0"));
}
