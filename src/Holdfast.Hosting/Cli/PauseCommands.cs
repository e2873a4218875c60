using System.CommandLine;
using Holdfast.Hosting.Modules;
using Holdfast.Hosting.OperatorApi;
using Holdfast.Operators;
using Holdfast.Sqlite;
using Holdfast.Storage;

namespace Holdfast.Hosting.Cli;

/// <summary><c>holdfast pause</c> and <c>holdfast resume</c>: the kill switch, on the server's machine.</summary>
internal static class PauseCommands
{
    private const string NoWorker = "the order is in the database, but no worker took it within 10 s. The next one that starts carries it out.";

    private static readonly TimeSpan OrderLimit = TimeSpan.FromSeconds(10);

    public static Command CreatePause(ServerModules modules) => Create(modules, OperatorOrders.Pause, "Pauses the agent: new messages are kept and answered later.");

    public static Command CreateResume(ServerModules modules) => Create(modules, OperatorOrders.Resume, "Resumes the agent: kept messages go first.");

    private static Command Create(ServerModules modules, string order, string description)
    {
        var configuration = new ConfigurationArguments(modules);
        var command = new Command(order, description) { configuration.File, configuration.Settings };
        command.SetAction((parsed, cancellation) => Guard.RunAsync(async () =>
        {
            var store = new StoreChoice(configuration.Load(parsed, StoreChoice.IsNeeded));
            if (await (store.IsShared ? OrderAsync(store, order, cancellation) : AskServerAsync(store.Embedded, order, cancellation)) is not { } result)
                return Guard.Say(store.IsShared ? NoWorker : "no server runs on this data folder. Start it, then try again.", ExitCodes.Failure);
            Console.Out.WriteLine(result.Text);
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static async Task<PauseResult?> AskServerAsync(SqliteStoreOptions storage, string order, CancellationToken cancellation)
    {
        var (_, result) = await RunningServer.TryAskAsync(storage, async server =>
        {
            using var response = await server.PostAsync($"operations/{order}", content: null, cancellation);
            response.EnsureSuccessStatusCode();
            return await response.Content.ReadFromJsonAsync(OperationsJson.Default.PauseResult, cancellation);
        });
        return result;
    }

    /// <summary>Of workers that share a database the first one carries the order out, and the others follow.</summary>
    private static async Task<PauseResult?> OrderAsync(StoreChoice choice, string order, CancellationToken cancellation)
    {
        await using var store = await choice.OpenSharedAsync(cancellation);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(OrderLimit);
        var isPause = order == OperatorOrders.Pause;
        var wasSo = await store.GetValueAsync(PauseSwitch.Key, cancellation) is not null == isPause;
        await store.AppendAsync([new OperatorOrders(order, By: "the command line").ToItem(TimeProvider.System)], cancellation);
        try
        {
            while (true)
            {
                var value = await store.GetValueAsync(PauseSwitch.Key, limit.Token);
                if (value is not null == isPause)
                    return PauseResult.Of(wasSo, value is null ? null : PauseSwitch.Parse(value));
                await store.WaitForChangeAsync(limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }
}
