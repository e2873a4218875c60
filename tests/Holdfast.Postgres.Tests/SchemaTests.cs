using Holdfast.Items;
using Holdfast.Postgres.Addresses;
using Holdfast.Postgres.Opening;
using Holdfast.Postgres.Sql;
using Npgsql;

namespace Holdfast.Postgres.Tests;

/// <summary>How tables of an earlier version are brought to this one's.</summary>
public sealed class SchemaTests(PostgresFixture fixture)
{
    private static readonly (int, string) First = (1, "CREATE TABLE fact (name text PRIMARY KEY, value text NOT NULL); CREATE SEQUENCE fence AS bigint; CREATE TABLE one (a integer); INSERT INTO one VALUES (1)");
    private static readonly (int, string) Second = (2, "INSERT INTO one SELECT a + 1 FROM one");

    private static CancellationToken None => CancellationToken.None;

    [Fact]
    [Trait("Req", "SE-6")]
    [Trait("Req", "XP-3")]
    public async Task Each_script_is_run_once_in_its_order_and_as_a_whole()
    {
        await using var database = Database();
        await using var connection = await database.Source.OpenConnectionAsync(None);
        Assert.Equal(0, await Schema.MigrateAsync(database, connection, [First], None));
        Assert.Equal(1, await Schema.MigrateAsync(database, connection, [First, Second], None));
        Assert.Equal(2, await Schema.MigrateAsync(database, connection, [First, Second], None));
        Assert.Equal((2L, 2), await FoundAsync());

        await Assert.ThrowsAsync<PostgresException>(() => Schema.MigrateAsync(database, connection, [First, Second, (3, "DELETE FROM one; nonsense")], None));
        Assert.Equal((2L, 2), await FoundAsync());
        Assert.Equal(2, await Schema.MigrateAsync(database, connection, [First, Second, (3, "DELETE FROM one")], None));
        Assert.Equal((0L, 3), await FoundAsync());

        await Assert.ThrowsAsync<StoreException>(() => Schema.MigrateAsync(database, connection, [First, Second], None));

        async Task<(long Rows, int Schema)> FoundAsync() =>
            ((long)(await connection.ScalarAsync("SELECT count(*) FROM one", None))!, await Schema.FindAsync(connection, database.Schema, None));
    }

    [Fact]
    [Trait("Req", "XP-3")]
    public async Task Of_workers_that_start_at_once_one_runs_the_scripts()
    {
        await using var database = Database();
        var found = await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ =>
        {
            await using var connection = await database.Source.OpenConnectionAsync(None);
            return await Schema.MigrateAsync(database, connection, [First, Second], None);
        }));
        Assert.Equal([0, 2, 2, 2, 2], found.Order());
    }

    private Database Database()
    {
        var options = fixture.NewOptions();
        return new Database(DatabaseUrl.Parse(options.Url!), options.Schema, options.MaxConnections, TimeProvider.System);
    }
}
