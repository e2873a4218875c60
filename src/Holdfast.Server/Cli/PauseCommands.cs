using System.CommandLine;
using Holdfast.Operators;
using Holdfast.Server.Operations;
using Holdfast.Settings;
using Holdfast.Sqlite;

namespace Holdfast.Server.Cli;

/// <summary><c>holdfast pause</c> and <c>holdfast resume</c>: the kill switch, for whoever is at the server's machine.</summary>
internal static class PauseCommands
{
    private const string NobodyTakesIt = "the order is in the database, but no worker took it within 10 s. One that starts carries it out.";

    private static readonly TimeSpan OrderLimit = TimeSpan.FromSeconds(10);

    public static Command CreatePause() =>
        Create(OperatorOrders.Pause, "Stops the agent from acting; messages are kept.", "paused: messages are kept, and answered after 'holdfast resume'");

    public static Command CreateResume() => Create(OperatorOrders.Resume, "Lets the agent go on, with what was kept first.", "the agent goes on");

    private static Command Create(string order, string description, string done)
    {
        var configuration = new ConfigurationArguments();
        var command = new Command(order, description) { configuration.File, configuration.Settings };
        command.SetAction((parsed, cancellation) => Guard.RunAsync(async () =>
        {
            var store = new StoreChoice(configuration.Load(parsed, StoreChoice.IsNeeded));
            if (!(store.IsShared ? await OrderAsync(store, order, cancellation) : await AskServerAsync(store.Embedded, order, cancellation)))
                return Guard.Say(store.IsShared ? NobodyTakesIt : "no server runs on this data folder. Start it, then say this again.", ExitCodes.Failure);
            Console.Out.WriteLine(done);
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static async Task<bool> AskServerAsync(SqliteStoreOptions storage, string order, CancellationToken cancellation)
    {
        var (isRunning, _) = await RunningServer.TryAskAsync(storage, async server =>
        {
            using var response = await server.PostAsync($"operations/{order}", content: null, cancellation);
            response.EnsureSuccessStatusCode();
            return true;
        });
        return isRunning;
    }

    /// <summary>Of workers that share a database one carries the order out, whichever comes first, and the others follow it.</summary>
    private static async Task<bool> OrderAsync(StoreChoice choice, string order, CancellationToken cancellation)
    {
        await using var store = await choice.OpenSharedAsync(cancellation);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(OrderLimit);
        await store.AppendAsync([new OperatorOrders(order, By: "the command line").ToItem(TimeProvider.System)], cancellation);
        try
        {
            while (await store.GetSettingAsync(SettingKeys.Pause, limit.Token) is not null != (order == OperatorOrders.Pause))
                await store.WaitForChangeAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
