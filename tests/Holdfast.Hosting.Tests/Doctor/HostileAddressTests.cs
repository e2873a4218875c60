using FsCheck.Fluent;
using Holdfast.Diagnostics;
using Holdfast.Hosting.Configuration;
using Holdfast.Hosting.Doctor;
using Holdfast.Hosting.Doctor.Checks;
using Holdfast.Hosting.Modules;
using Holdfast.Postgres;
using Holdfast.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Tests.Doctor;

/// <summary>Whatever the passwords of addresses are made of, the doctor shows nothing of them, whether it can read the addresses or not.</summary>
[Trait("Req", "RS-25")]
[Trait("Req", "CX-7")]
[Trait("Req", "CX-11")]
public sealed class HostileAddressTests
{
    /// <summary>Nobody listens on the first port: what can be read is told to be refused there. What names no server behind the password may read as another one.</summary>
    private static readonly (string Database, string Redis, bool IsWhole)[] Forms =
    [
        ("postgres://ada:{0}@127.0.0.1:1/chat?sslmode=prefer", "rediss://:{0}@127.0.0.1:1/0", true), ("postgres://{0}@127.0.0.1:1", "unix://:{0}@/run/none.sock", true),
        ("postgres://ada:{0}", "redis://ada:{0}", false), ("host=127.0.0.1 port=1 user=ada password={0}", "127.0.0.1:1,password={0},ssl=True", false),
        ("Host=127.0.0.1;Port=1;Username=ada;Password={0}", "{0}", false), ("postgres://127.0.0.1:1/chat?user=ada&password={0}&{0}", "redis://127.0.0.1:1?password={0}", false),
    ];

    [Fact]
    public async Task What_the_doctor_says_of_an_address_shows_nothing_of_its_password()
    {
        foreach (var (password, (database, redis, isWhole)) in HostilePasswords.All.Sample(40).SelectMany(_ => Forms, (password, form) => (password, form)))
        {
            var (databaseUrl, redisUrl) = (string.Format(database, password), string.Format(redis, password));
            var configuration = new ConfigurationBuilder()
                .Add(new OriginProvider([("Database:Url", databaseUrl, "DATABASE_URL"), ("Redis:Url", redisUrl, "REDIS_URL")]))
                .Build();
            var settings = new DoctorSettings(configuration, ConfigurationCheck.Run(configuration, ServerModules.Default));
            List<IDoctorCheck> checks = [new SettingsCheck(settings)];
            if (isWhole)
                checks.Add(new PostgresCheck(Options.Create(new PostgresStoreOptions { Url = databaseUrl }), TimeProvider.System));

            await foreach (var report in new DoctorRound(checks, settings, TimeProvider.System).RunAsync(TestContext.Current.CancellationToken))
                Assert.False(HostilePasswords.Show($"{report.Message} {report.Remedy}"), $"{databaseUrl} and {redisUrl}: {report.Message}");
        }
    }
}
