using Holdfast.Items;
using Holdfast.Sqlite;
using Holdfast.Storage;

namespace Holdfast.Hosting.OperatorApi;

/// <summary>
/// Reads, replays and discards dead letters: in the database that workers share, or else through the server when it runs, and in the
/// file itself when it does not.
/// </summary>
internal sealed class DeadLetterOperations(StoreChoice choice)
{
    public Task<IReadOnlyList<DeadLetterView>> ListAsync(int limit, CancellationToken cancellationToken) => DoAsync(
        async server => await server.GetFromJsonAsync(
            $"operations/dead-letters?limit={limit}", OperationsJson.Default.IReadOnlyListDeadLetterView, cancellationToken) ?? [],
        async store => [.. (await store.GetDeadLettersAsync(limit, cancellationToken)).Select(DeadLetterView.Of)],
        cancellationToken);

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
        async store => ItemId.TryParse(id, out var item) && await change(store, item),
        cancellationToken);

    private async Task<T> DoAsync<T>(Func<HttpClient, Task<T>> throughServer, Func<IDeadLetters, Task<T>> inStore, CancellationToken cancellationToken)
    {
        if (choice.IsShared)
        {
            await using var shared = await choice.OpenSharedAsync(cancellationToken);
            return await inStore(shared);
        }

        var (isRunning, answer) = await RunningServer.TryAskAsync(choice.Embedded, throughServer);
        if (isRunning)
            return answer!;

        // No server runs on this folder, so the file may be opened here.
        await using var store = SqliteStore.Open(choice.Embedded, TimeProvider.System);
        return await inStore(store);
    }
}
