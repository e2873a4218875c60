using Holdfast.Configuration;
using Holdfast.Postgres;
using Holdfast.Postgres.Sql;
using Holdfast.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Hosting.OperatorApi;

/// <summary>The store that the command line is about: the one that a server with the same configuration would use.</summary>
internal sealed class StoreChoice(IConfiguration configuration)
{
    /// <summary>The sections that such a verb needs.</summary>
    public static bool IsNeeded(string section) => section is "Storage" or "Database";

    /// <summary>Whether it is a database that workers share.</summary>
    public bool IsShared { get; } = PostgresModule.IsChosen(configuration);

    /// <summary>The embedded store.</summary>
    public SqliteStoreOptions Embedded { get; } = SectionReader.Read<SqliteStoreOptions>(configuration.GetSection("Storage"));

    /// <summary>The shared store.</summary>
    public PostgresStoreOptions Shared { get; } = SectionReader.Read<PostgresStoreOptions>(configuration.GetSection("Database"));

    /// <summary>Opens the shared one.</summary>
    public async Task<PostgresStore> OpenSharedAsync(CancellationToken cancellationToken)
    {
        var store = new PostgresStore(Shared, new DatabaseTime(TimeProvider.System), NullLogger<PostgresStore>.Instance);
        try
        {
            await store.OpenAsync(cancellationToken);
            return store;
        }
        catch (Exception)
        {
            await store.DisposeAsync();
            throw;
        }
    }
}
