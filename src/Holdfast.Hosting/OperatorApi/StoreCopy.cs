using Holdfast.Sqlite;

namespace Holdfast.Hosting.OperatorApi;

/// <summary>Moves everything from the embedded store into the shared one. The folder's lock keeps a server off it meanwhile.</summary>
internal static class StoreCopy
{
    /// <summary>Copies.</summary>
    /// <returns>How many rows of each table.</returns>
    public static async Task<IReadOnlyDictionary<string, long>> RunAsync(StoreChoice choice, CancellationToken cancellationToken)
    {
        if (!SqliteStore.Exists(choice.Embedded))
            throw RunningServer.NoData(choice.Embedded);

        await using var from = SqliteStore.Open(choice.Embedded, TimeProvider.System);
        await using var to = await choice.OpenSharedAsync(cancellationToken);
        return await to.FillAsync(from.ReadTables(), cancellationToken);
    }
}
