using System.Net.Sockets;
using Holdfast.Lanes;
using Holdfast.Sqlite;
using Holdfast.Storage;

namespace Holdfast.Server.Operations;

/// <summary>Reads, replays and discards dead letters: through the server when it runs, in the file itself when it does not.</summary>
internal sealed class DeadLetterDesk(SqliteStoreOptions storage)
{
    public Task<IReadOnlyList<DeadLetterView>> ListAsync(int limit, CancellationToken cancellationToken) => DoAsync(
        async server => await server.GetFromJsonAsync(
            $"operations/dead-letters?limit={limit}", OperationsJson.Default.IReadOnlyListDeadLetterView, cancellationToken) ?? [],
        async store => [.. (await store.GetDeadLettersAsync(limit, cancellationToken)).Select(DeadLetterView.Of)]);

    /// <summary>Puts one back; false when there is no such dead letter.</summary>
    public Task<bool> ReplayAsync(string id, CancellationToken cancellationToken) =>
        ChangeAsync(id, "replay", (store, item) => store.ReplayAsync(item, cancellationToken), cancellationToken);

    /// <summary>Deletes one; false when there is no such dead letter.</summary>
    public Task<bool> DiscardAsync(string id, CancellationToken cancellationToken) =>
        ChangeAsync(id, "discard", (store, item) => store.DiscardAsync(item, cancellationToken), cancellationToken);

    private Task<bool> ChangeAsync(
        string id, string verb, Func<IDeadLetters, ItemId, ValueTask<bool>> change, CancellationToken cancellationToken) => DoAsync(
        async server =>
        {
            using var response = await server.PostAsync($"operations/dead-letters/{Uri.EscapeDataString(id)}/{verb}", content: null, cancellationToken);
            response.EnsureSuccessStatusCode();
            return await response.Content.ReadFromJsonAsync(OperationsJson.Default.ChangeResult, cancellationToken) is { Done: true };
        },
        async store => ItemId.TryParse(id, out var item) && await change(store, item));

    private async Task<T> DoAsync<T>(Func<HttpClient, Task<T>> throughServer, Func<IDeadLetters, Task<T>> inFile)
    {
        if (!SqliteStore.Exists(storage))
        {
            throw new StoreException(
                $"There is no Holdfast data in {Path.GetFullPath(storage.Path)}. Name the server's data folder: --set Storage:Path=FOLDER.", isTransient: false);
        }

        if (OperatorSocket.PathFor(storage.Path) is { } path)
        {
            using var server = OperatorSocket.CreateClient(path);
            try
            {
                return await throughServer(server);
            }
            catch (HttpRequestException e) when (IsNobodyThere(e))
            {
                // No server runs on this folder, so the file may be opened here.
            }
        }

        await using var store = SqliteStore.Open(storage, TimeProvider.System);
        return await inFile(store);
    }

    private static bool IsNobodyThere(HttpRequestException error) =>
        error.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.AddressNotAvailable or SocketError.SocketError };
}
