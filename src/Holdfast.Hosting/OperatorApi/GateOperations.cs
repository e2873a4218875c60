using Holdfast.Rates;

namespace Holdfast.Hosting.OperatorApi;

/// <summary>
/// Shows and opens the gates that keep Slack's limits: in the database that workers share, or else in the running server, which alone
/// knows them.
/// </summary>
internal sealed class GateOperations(StoreChoice choice)
{
    /// <summary>The gates; null when no server runs, and then there are none.</summary>
    public Task<IReadOnlyList<GateView>?> ListAsync(CancellationToken cancellationToken) => DoAsync<IReadOnlyList<GateView>>(
        async server => await server.GetFromJsonAsync("operations/gates", OperationsJson.Default.IReadOnlyListGateView, cancellationToken) ?? [],
        async gates => GateView.Of(await gates.ListAsync(cancellationToken)),
        cancellationToken);

    /// <summary>Opens one gate, or all when none is named.</summary>
    /// <returns>How many; null when no server runs.</returns>
    public Task<OpenedGates?> OpenAsync(string? gate, CancellationToken cancellationToken) => DoAsync(
        async server =>
        {
            var query = gate is null ? "" : $"?gate={Uri.EscapeDataString(gate)}";
            using var response = await server.PostAsync($"operations/gates/open{query}", content: null, cancellationToken);
            response.EnsureSuccessStatusCode();
            return await response.Content.ReadFromJsonAsync(OperationsJson.Default.OpenedGates, cancellationToken) ?? new OpenedGates(0);
        },
        async gates => new OpenedGates(await gates.OpenAsync(gate, cancellationToken)),
        cancellationToken);

    private async Task<T?> DoAsync<T>(Func<HttpClient, Task<T>> throughServer, Func<IRateGate, Task<T>> inDatabase, CancellationToken cancellationToken)
        where T : class
    {
        if (choice.IsShared)
        {
            await using var shared = await choice.OpenSharedAsync(cancellationToken);
            return await inDatabase(shared.Rates);
        }

        var (isRunning, answer) = await RunningServer.TryAskAsync(choice.Embedded, throughServer);
        return isRunning ? answer : null;
    }
}
