using Holdfast.Items;
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
        {
            throw new StoreException(
                $"There is no Holdfast data in {Path.GetFullPath(choice.Embedded.Path)}. Name the server's data folder: --set Storage:Path=FOLDER.", isTransient: false);
        }

        await using var from = SqliteStore.Open(choice.Embedded, TimeProvider.System);
        await using var to = await choice.OpenSharedAsync(cancellationToken);
        return await to.FillAsync(from.ReadTables(), cancellationToken);
    }
}
