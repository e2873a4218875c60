using Holdfast.Ledger;
using Holdfast.Sqlite;
using Holdfast.Storage;

namespace Holdfast.Hosting.OperatorApi;

/// <summary>Reads the book of use: in the database that workers share, or else through the server when it runs, and in the file itself when it does not.</summary>
internal sealed class UsageOperations(StoreChoice choice)
{
    /// <summary>The most days of a report.</summary>
    public const int MaxDays = 3_660;

    public async Task<IReadOnlyList<UsageView>> ReportAsync(int days, UsageBy by, CancellationToken cancellationToken)
    {
        if (choice.IsShared)
        {
            await using var shared = await choice.OpenSharedAsync(cancellationToken);
            return await ReadAsync(shared);
        }

        var (isRunning, answer) = await RunningServer.TryAskAsync(
            choice.Embedded,
            async server => await server.GetFromJsonAsync($"operations/usage?days={days}&by={by}", OperationsJson.Default.IReadOnlyListUsageView, cancellationToken) ?? []);
        if (isRunning)
            return answer!;
        await using var store = SqliteStore.Open(choice.Embedded, TimeProvider.System);
        return await ReadAsync(store);

        async Task<IReadOnlyList<UsageView>> ReadAsync(IRecordReader records) =>
            UsageView.Of(await new UsageReader(records, TimeProvider.System).ReportAsync(team: null, days, by, cancellationToken));
    }
}
