using System.Net.Sockets;
using Holdfast.Lanes;
using Holdfast.Sqlite;
using Holdfast.Storage;

namespace Holdfast.Server.Operations;

/// <summary>Reads and replays dead letters: through the server when it runs, in the file itself when it does not.</summary>
internal sealed class DeadLetterDesk(SqliteStoreOptions storage)
{
    public async Task<IReadOnlyList<DeadLetterView>> ListAsync(int limit, CancellationToken cancellationToken)
    {
        using var server = OperatorSocket.CreateClient(storage.Path);
        try
        {
            return await server.GetFromJsonAsync($"operations/dead-letters?limit={limit}", OperationsJson.Default.IReadOnlyListDeadLetterView, cancellationToken) ?? [];
        }
        catch (HttpRequestException e) when (e.InnerException is SocketException)
        {
            // Nobody listens: no server runs on this folder, so the file may be opened here.
            await using var store = SqliteStore.Open(storage, TimeProvider.System);
            return [.. (await store.GetDeadLettersAsync(limit, cancellationToken)).Select(DeadLetterView.Of)];
        }
    }

    public async Task<bool> ReplayAsync(string id, CancellationToken cancellationToken)
    {
        using var server = OperatorSocket.CreateClient(storage.Path);
        try
        {
            using var response = await server.PostAsync($"operations/dead-letters/{Uri.EscapeDataString(id)}/replay", content: null, cancellationToken);
            response.EnsureSuccessStatusCode();
            return await response.Content.ReadFromJsonAsync(OperationsJson.Default.ReplayResult, cancellationToken) is { Replayed: true };
        }
        catch (HttpRequestException e) when (e.InnerException is SocketException)
        {
            // As above; what is put back is worked off when the server starts.
            await using var store = SqliteStore.Open(storage, TimeProvider.System);
            return ItemId.TryParse(id, out var item) && await store.ReplayAsync(item, cancellationToken);
        }
    }
}
