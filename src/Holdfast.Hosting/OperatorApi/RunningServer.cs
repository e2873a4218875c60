using System.Net.Sockets;
using Holdfast.Http;
using Holdfast.Items;
using Holdfast.Sqlite;

namespace Holdfast.Hosting.OperatorApi;

/// <summary>The server that runs on a data folder, if one does.</summary>
internal static class RunningServer
{
    /// <summary>Asks it.</summary>
    /// <param name="storage">The folder.</param>
    /// <param name="ask">What to ask.</param>
    /// <returns>False when no server runs there.</returns>
    /// <exception cref="StoreException">There is no data there at all.</exception>
    public static async Task<(bool IsRunning, T? Answer)> TryAskAsync<T>(SqliteStoreOptions storage, Func<HttpClient, Task<T>> ask)
    {
        if (!SqliteStore.Exists(storage))
            throw NoData(storage);

        if (OperatorSocket.PathFor(storage.Path) is not { } path)
            return (false, default);
        await using var services = new ServiceCollection().AddLogging().AddMetrics().AddOutgoingHttp().BuildServiceProvider();
        using var server = OperatorSocket.CreateClient(services.GetRequiredService<OutgoingHttp>(), path);
        try
        {
            return (true, await ask(server));
        }
        catch (HttpRequestException e) when (IsNobodyThere(e))
        {
            return (false, default);
        }
    }

    /// <summary>There is no data in a folder.</summary>
    /// <param name="storage">The folder.</param>
    public static StoreException NoData(SqliteStoreOptions storage) =>
        new($"There is no Holdfast data in {Path.GetFullPath(storage.Path)}. Name the server's data folder: --set Storage:Path=FOLDER.", isTransient: false);

    private static bool IsNobodyThere(HttpRequestException error) =>
        error.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.AddressNotAvailable or SocketError.SocketError };
}
