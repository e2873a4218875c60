using Holdfast.Items;
using Holdfast.Testing.Servers;

namespace Holdfast.Postgres.Tests;

/// <summary>A pooler that gives a session to others is found out for certain, however it hands them out.</summary>
[Trait("Req", "RS-25")]
public sealed class PoolerTests(PostgresFixture fixture)
{
    [Theory]
    [InlineData("pool_mode = transaction")]
    [InlineData("pool_mode = transaction", "server_round_robin = 1", "min_pool_size = 2")]
    [InlineData("pool_mode = transaction", "ignore_startup_parameters = extra_float_digits,options,search_path")]
    [InlineData("pool_mode = statement")]
    public async Task Without_sessions_the_database_is_not_used(params string[] settings)
    {
        await using var pooler = await PgBouncer.StartAsync(fixture.Server, settings);

        var error = await Assert.ThrowsAsync<StoreException>(() => PostgresStoreInspection.OfAsync(Behind(pooler), TimeProvider.System, CancellationToken.None));

        Assert.False(error.IsTransient);
        Assert.Contains("transaction or statement mode", error.Message, StringComparison.Ordinal);
        Assert.Contains("pool_mode = session", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pool_mode = session")]
    [InlineData("pool_mode = session", "server_round_robin = 1", "ignore_startup_parameters = extra_float_digits,options,search_path")]
    public async Task With_sessions_it_is(params string[] settings)
    {
        await using var pooler = await PgBouncer.StartAsync(fixture.Server, settings);

        var seen = await PostgresStoreInspection.OfAsync(Behind(pooler), TimeProvider.System, CancellationToken.None);

        Assert.Equal(0, seen.Schema);
    }

    [Fact]
    [Trait("Req", "CX-4")]
    public async Task What_it_refuses_is_said()
    {
        await using var pooler = await PgBouncer.StartAsync(fixture.Server, "pool_mode = session");
        (string From, string To, string Because)[] cases =
        [
            ("/holdfast", "/holdfast?options=-c%20geqo%3Doff", "refuses what DATABASE_URL asks for (unsupported startup parameter: options)"),
            (PostgresServer.Password, "wrong", "the user or the password"),
            ("/holdfast", "/elsewhere", "elsewhere"),
        ];
        foreach (var (from, to, because) in cases)
        {
            var options = Behind(pooler);
            options.Url = options.Url!.Replace(from, to, StringComparison.Ordinal);
            var error = await Assert.ThrowsAsync<StoreException>(() => PostgresStoreInspection.OfAsync(options, TimeProvider.System, CancellationToken.None));
            Assert.Contains(because, error.Message, StringComparison.Ordinal);
        }
    }

    private PostgresStoreOptions Behind(PgBouncer pooler)
    {
        var options = fixture.NewOptions();
        options.Url = pooler.Url;
        return options;
    }
}
